using LiveGenre.Core.Audio;
using LiveGenre.Daemon.Pipeline;

namespace LiveGenre.Daemon.Evidence;

/// <summary>A change of a source's decision, of which the sound is to be kept.</summary>
/// <param name="SourceId">Whose decision it is.</param>
/// <param name="Samples">The source's sound.</param>
/// <param name="Clock">The source's time.</param>
/// <param name="Position">The first sample of the window that brought the change.</param>
/// <param name="PreviousLabel">The decision before.</param>
/// <param name="Label">The decision after.</param>
internal sealed record DecisionChange(
    string SourceId, SampleRingBuffer Samples, StreamClock Clock, long Position, string PreviousLabel, string Label);
