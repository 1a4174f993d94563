using LiveGenre.Core.Decisions;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>The decisions of one stream: classified windows in, in order; each gets its decision, and segments close as it changes.</summary>
internal sealed class DecisionTrack
{
    private readonly ProgrammeDecider _decider;
    private readonly SegmentTracker _segments = new();
    private readonly int _hopSamples;
    private (int Label, Activity Activity)? _last;
    private long _next; // where the next window begins, if nothing comes between

    public DecisionTrack(WindowShape shape, LabelMap labels, SoundManifest? sound, DecisionsOptions options, ModelManifest manifest)
    {
        Labels = labels;
        var frontEnd = manifest.FrontEnd.ToParameters();
        _hopSamples = shape.HopFrames * frontEnd.HopLength;
        var hop = TimeSpan.FromSeconds((double)shape.HopFrames * frontEnd.HopLength / frontEnd.SampleRateHz);
        _decider = DecisionRules.CreateDecider(options, labels.Names.Count, hop, sound);
    }

    /// <summary>What the genres are called.</summary>
    public LabelMap Labels { get; }

    /// <summary>The segment that the newest window belongs to.</summary>
    public DecisionSegment? Open => _segments.Open;

    /// <summary>Fills in the decision of the next window.</summary>
    /// <param name="window">Classified, or silent.</param>
    /// <param name="closed">The segment that ended just before it.</param>
    /// <returns>Whether label or activity are new.</returns>
    public bool Decide(AnalysisWindow window, out DecisionSegment? closed)
    {
        var state = window.IsSilent
            ? _decider.UpdateSilent(window.Start)
            : _decider.Update(window.Posterior, window.ActivityPosterior, window.Start, window.Sound);
        window.Activity = state.Activity.Activity;
        window.Decision = state.Genre;
        _decider.SmoothedPosterior.CopyTo(window.SmoothedPosterior);
        closed = _segments.TryAdvance(
            state.Genre.LabelIndex, state.Activity.Activity, state.Genre.Confidence, window.Start, window.End, out var segment)
            ? segment
            : null;
        var current = (state.Genre.LabelIndex, state.Activity.Activity);
        var isChange = current != _last;
        _last = current;
        _next = window.Start + ((long)_hopSamples * window.Stride);
        return isChange;
    }

    /// <summary>Starts afresh, as after a gap.</summary>
    /// <param name="soundGoesOn">Whether it does: what follows overlaps the last window, and the segment ends where the next may begin.</param>
    /// <returns>The segment that was open.</returns>
    public DecisionSegment? Reset(bool soundGoesOn = false)
    {
        _decider.Reset();
        _last = null;
        return !_segments.TryClose(out var closed) ? null
            : soundGoesOn ? closed with { EndPosition = Math.Min(closed.EndPosition, _next) }
            : closed;
    }
}
