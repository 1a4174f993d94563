using LiveGenre.Protocol.V1;
using static LiveGenre.Protocol.V1.WatchGenreResponse;

namespace LiveGenre.EndToEnd.Tests.Support;

/// <summary>What must hold of any stream of events.</summary>
internal static class Streams
{
    /// <summary>The events that have a sequence of their own.</summary>
    public static IReadOnlyList<WatchGenreResponse> Numbered(this IEnumerable<ReceivedEvent> events) =>
        [.. events.Select(e => e.Response).Where(r => r.EventCase is not (EventOneofCase.Snapshot or EventOneofCase.Heartbeat or EventOneofCase.Reset))];

    /// <summary>When the last sound of a window was captured.</summary>
    public static DateTimeOffset EndTime(this GenreWindow window) => window.WindowEndTime.ToDateTimeOffset();

    /// <summary>Nothing is missing: sequences rise by one, and no loss was reported.</summary>
    public static void AssertWhole(IReadOnlyList<WatchGenreResponse> numbered)
    {
        Assert.NotEmpty(numbered);
        Assert.Equal(Enumerable.Range(0, numbered.Count).Select(i => numbered[0].Sequence + (ulong)i), numbered.Select(r => r.Sequence));
        Assert.All(numbered, r => Assert.Equal(0u, r.DroppedEventCount));
    }

    /// <summary>
    /// A source that nothing has happened to: every window in its place, no gap, no loss. No data for a moment is what a
    /// busy machine makes of a file.
    /// </summary>
    public static void AssertUndisturbed(ReceivedEvents events)
    {
        var numbered = events.All.Numbered();
        AssertWhole(numbered);
        Assert.All(numbered, r => Assert.True(r.Gap is null && r.SourceState is null or { State: SourceState.Running or SourceState.NoData }, r.ToString()));
        var hop = events.All[0].Response.Snapshot.Source.WindowHopDuration.ToTimeSpan();
        Assert.All(
            events.Windows.Zip(events.Windows.Skip(1)),
            pair => Assert.InRange(pair.Second.StartOffset.ToTimeSpan() - pair.First.StartOffset.ToTimeSpan() - hop, -Rounding, Rounding));
        Assert.All(events.Windows, window => Assert.Equal(0u, window.DroppedWindowCount));
    }

    /// <summary>Of offsets, which are written in 100 ns.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromMicroseconds(1);
}
