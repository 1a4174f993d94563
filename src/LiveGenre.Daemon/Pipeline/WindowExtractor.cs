using LiveGenre.Core.Audio;
using LiveGenre.Core.Features;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>Mono samples at the model's rate in, normalised log-mel windows with their level out. Every frame is computed once.</summary>
internal sealed class WindowExtractor
{
    private readonly WindowShape _shape;
    private readonly FrontEndParameters _frontEnd;
    private readonly NormalizationManifest _normalization;
    private readonly LogMelFrontEnd _mel;
    private readonly MelFrameBuffer _frames;
    private readonly WindowCutter _cutter;
    private readonly LevelHistory _levels;
    private readonly SilenceDetector _silence;

    /// <param name="manifest">The model's.</param>
    /// <param name="shape">For the model and the hop.</param>
    /// <param name="silence">What counts as silent.</param>
    /// <param name="phase">Which windows are kept while <see cref="Stride"/> is more than 1.</param>
    public WindowExtractor(ModelManifest manifest, WindowShape shape, SilenceThresholds silence, int phase = 0)
    {
        _shape = shape;
        _frontEnd = manifest.FrontEnd.ToParameters();
        _normalization = manifest.Normalization;
        _mel = new LogMelFrontEnd(_frontEnd);
        // A window and the frames of the block that completes it.
        _frames = new MelFrameBuffer(_frontEnd.MelBands, shape.Frames + MaxBlockFrames + 1);
        _cutter = new WindowCutter(shape.Frames, shape.HopFrames) { Phase = phase };
        _levels = new LevelHistory(_frontEnd.HopLength, WindowSamples + (MaxBlockFrames * _frontEnd.HopLength));
        _silence = new SilenceDetector(silence);
    }

    /// <summary>The newest frames: those of a window, and of the block that completes it.</summary>
    public MelFrameBuffer Frames => _frames;

    /// <summary>What makes the frames.</summary>
    public FrontEndParameters FrontEnd => _frontEnd;

    /// <summary>Frames of a window.</summary>
    public int WindowFrames => _shape.Frames;

    /// <summary>Where reads end so that windows are complete with the last sample of one.</summary>
    public ReadEnds ReadEnds => new(WindowSamples, _shape.HopFrames * _frontEnd.HopLength, _frontEnd.SampleRateHz);

    /// <summary>Samples that may be given at once.</summary>
    public int MaxBlock => MaxBlockFrames * _frontEnd.HopLength;

    /// <summary>Hops from a window to the one that is taken next, 1 or more.</summary>
    public int Stride
    {
        get => _cutter.Stride;
        set => _cutter.Stride = value;
    }

    /// <summary>Position of the next sample.</summary>
    public long Position => _mel.Position;

    private const int MaxBlockFrames = 8;

    private int WindowSamples => ((_shape.Frames - 1) * _frontEnd.HopLength) + _frontEnd.FftSize;

    /// <summary>Takes the next samples, at most <see cref="MaxBlock"/>; then take every window that <see cref="TryTake"/> gives.</summary>
    public void Process(ReadOnlySpan<float> mono, int clippedSamples)
    {
        _levels.Add(mono, clippedSamples);
        _mel.Process(mono, _frames);
    }

    /// <summary>Fills <paramref name="window"/> with the next window that is complete, if one is.</summary>
    public bool TryTake(AnalysisWindow window)
    {
        if (!_cutter.TryNext(_frames.NextFrame, out var frame) || !_frames.TryReadWindow(frame, _shape.Frames, window.Mel))
        {
            return false;
        }
        var start = frame * _frontEnd.HopLength;
        Finish(window, start, start + WindowSamples);
        window.Stride = (int)((_cutter.NextStart - frame) / _shape.HopFrames);
        return true;
    }

    /// <summary>Fills <paramref name="window"/> with a stream that is shorter than one window: its frames over and over. At least one frame must be there.</summary>
    public void TakeShort(AnalysisWindow window)
    {
        var count = (int)_frames.NextFrame;
        var frames = new float[_shape.MelBands * count];
        _frames.TryReadWindow(0, count, frames);
        for (var band = 0; band < _shape.MelBands; band++)
        {
            for (var frame = 0; frame < _shape.Frames; frame++)
            {
                window.Mel[(band * _shape.Frames) + frame] = frames[(band * count) + (frame % count)];
            }
        }
        Finish(window, 0, Position);
    }

    /// <summary>Goes on at <paramref name="position"/>; no window reaches across.</summary>
    public void SkipTo(long position)
    {
        _mel.SkipTo(position);
        _frames.SkipTo(_mel.NextFrame);
        _cutter.SkipTo(_mel.NextFrame);
        _levels.SkipTo(position);
        _silence.Reset();
    }

    private void Finish(AnalysisWindow window, long start, long end)
    {
        (window.Start, window.End, window.Stride) = (start, end, 1);
        window.Level = _levels.Measure(start, end);
        window.IsSilent = _silence.Update(window.Level.RmsDbfs);
        WindowNormalization.Apply(window.Mel, (float)_normalization.ClipBelowMaxDb, (float)_normalization.Epsilon);
    }
}
