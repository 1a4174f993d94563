using LiveGenre.Core.Audio;
using LiveGenre.Core.Features;
using LiveGenre.Daemon.Pipeline;

namespace LiveGenre.Daemon.SoundPictures;

/// <summary>
/// Where pictures of one source's sound are read from: the frames that the model's windows are made of, and the samples
/// under them. The pipeline keeps both for itself; whoever watches reads them on his own time. docs/decisions/0110.
/// </summary>
/// <param name="frames">Mel frames, dB.</param>
/// <param name="samples">Mono samples at the model's rate, on the same time line.</param>
/// <param name="clock">UTC of that time line.</param>
/// <param name="frontEnd">What makes frames of samples.</param>
/// <param name="windowFrames">Frames that the model sees at once.</param>
internal sealed class LiveSound(
    MelFrameBuffer frames, SampleRingBuffer samples, StreamClock clock, FrontEndParameters frontEnd, int windowFrames)
{
    public MelFrameBuffer Frames { get; } = frames;

    public SampleRingBuffer Samples { get; } = samples;

    public StreamClock Clock { get; } = clock;

    public FrontEndParameters FrontEnd { get; } = frontEnd;

    public int WindowFrames { get; } = windowFrames;
}
