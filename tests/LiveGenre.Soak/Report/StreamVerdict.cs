using LiveGenre.Protocol.V1;
using LiveGenre.Soak.Faults;
using LiveGenre.Soak.Scene;

namespace LiveGenre.Soak.Report;

/// <summary>What a subscriber received of a source from beginning to end, judged.</summary>
/// <param name="Source">Its id.</param>
/// <param name="Windows">Received.</param>
/// <param name="Gaps">Received, whatever their reason.</param>
/// <param name="OverloadGaps">Those of them that a machine without time makes: overload, overrun.</param>
/// <param name="UnexplainedGaps">Those of them that neither a fault nor a machine without time explains.</param>
/// <param name="Holes">Windows that do not follow on the one before, with no gap between.</param>
/// <param name="LostEvents">Sequence numbers that never came, and events that were reported dropped.</param>
/// <param name="End">How the stream ended before its time; null if it did not.</param>
internal sealed record StreamVerdict(
    string Source, int Windows, int Gaps, int OverloadGaps, int UnexplainedGaps, int Holes, long LostEvents, string? End)
{
    private static readonly TimeSpan Rounding = TimeSpan.FromMicroseconds(1); // of offsets, which are written in 100 ns

    public bool IsGood => UnexplainedGaps == 0 && Holes == 0 && LostEvents == 0 && End is null && Windows > 0;

    public static StreamVerdict Of(WatchedDaemon daemon, string source, IReadOnlyList<FaultRecord> faults)
    {
        var received = daemon.EventsOf(source);
        var (windows, gaps, overload, unexplained, holes, lost) = (0, 0, 0, 0, 0, 0L);
        WatchGenreResponse? last = null;
        GenreWindow? lastWindow = null; // null behind a gap
        foreach (var (response, time) in received.All.Select(e => (e.Response, e.Received)))
        {
            lost += response.DroppedEventCount;
            // A snapshot is numbered only where it comes as an event, when the model has changed.
            var isNumbered = response.EventCase is not (WatchGenreResponse.EventOneofCase.Heartbeat or WatchGenreResponse.EventOneofCase.Reset);
            if (last is not null && isNumbered)
            {
                lost += (long)(response.Sequence - last.Sequence) - 1;
            }
            last = response;
            if (response.Gap is { } gap)
            {
                gaps++;
                var isOverload = gap.Reason is Gap.Types.Reason.Overload or Gap.Types.Reason.Overrun;
                overload += isOverload ? 1 : 0;
                unexplained += isOverload || faults.Any(fault => fault.Explains(source, time)) ? 0 : 1;
                lastWindow = null;
            }
            else if (response.Window is { } window)
            {
                windows++;
                var expected = lastWindow?.StartOffset.ToTimeSpan() + lastWindow?.HopDuration.ToTimeSpan();
                holes += (window.StartOffset.ToTimeSpan() - expected)?.Duration() > Rounding ? 1 : 0;
                lastWindow = window;
            }
        }
        return new(source, windows, gaps, overload, unexplained, holes, lost, received.EndSoFar is { } end ? $"{end.Status}: {end.Detail}" : null);
    }
}
