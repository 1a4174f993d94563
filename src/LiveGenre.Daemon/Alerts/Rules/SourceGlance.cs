using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Alerts.Rules;

/// <summary>One source at one moment, as its feed shows it to subscribers.</summary>
/// <param name="State">State, why, and since when.</param>
/// <param name="Window">The newest window; null until there is one.</param>
/// <param name="WindowLength">Length of a window.</param>
/// <param name="Hop">Distance between window starts.</param>
/// <param name="SamplesPerWindow">Captured samples of the channels that are heard, in a window; 0 where the input's format is not known.</param>
/// <param name="Model">How the model does, for whichever source.</param>
/// <param name="Now">UTC.</param>
internal readonly record struct SourceGlance(
    SourceStatus.StateEntry State, WindowGlance? Window, TimeSpan WindowLength, TimeSpan Hop, double SamplesPerWindow, ModelState Model, DateTimeOffset Now)
{
    /// <summary>A loaded machine may publish a window late; later than this none is coming.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Looks at a feed.</summary>
    public static SourceGlance At(SourceFeed feed, ModelState model, DateTimeOffset now)
    {
        var (description, format) = (feed.Description, feed.Status.Format);
        var channels = description.Channel is null ? format.Channels : 1;
        return new(
            feed.Status.Entry, feed.NewestWindow, description.Window, description.Hop * feed.Status.Stride,
            description.Window.TotalSeconds * format.SampleRateHz * channels, model, now);
    }

    /// <summary>The window that tells what is on air now; null where sound has only just come, or no window comes.</summary>
    public WindowGlance? FreshWindow =>
        State.State == SourceState.Running && Window is { } window && window.End >= Since && (Now - window.End).Duration() <= LongestWait
            ? window
            : null;

    /// <summary>When the model was last heard of; when sound began, where that is later.</summary>
    public DateTimeOffset LastDecision =>
        Window is { } window && window.End > Since ? window.End : Since;

    /// <summary>Longest time from one window to the next that is no trouble.</summary>
    public TimeSpan LongestWait => WindowLength + Hop + Patience;

    /// <summary>When the state was entered. One that is still to come tells that the clock has been set back since: all there is came after it.</summary>
    private DateTimeOffset Since => State.Since <= Now ? State.Since : DateTimeOffset.MinValue;
}
