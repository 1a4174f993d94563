using System.Globalization;
using System.Threading.Channels;
using LiveGenre.Cli.Output;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Watching;

/// <summary>A line for each change, for logs and pipes.</summary>
/// <param name="output">Where to.</param>
/// <param name="time">The clock.</param>
internal sealed class LinesOutput(TextWriter output, TimeProvider time) : IWatchOutput
{
    private readonly Dictionary<string, (string Label, Activity Activity)> _shown = new(StringComparer.Ordinal);

    public async Task RunAsync(ChannelReader<WatchEvent> events, CancellationToken stop)
    {
        await foreach (var item in events.ReadAllAsync(stop))
        {
            foreach (var line in Describe(item))
            {
                output.WriteLine(line);
            }
        }
    }

    private IEnumerable<string> Describe(WatchEvent item)
    {
        var id = item.SourceId;
        if (item.Link is { } link)
        {
            yield return Line(time.GetUtcNow(), id, link.IsUp ? "connected to the daemon" : $"not live: {link.Detail}");
        }
        if (item.Response is not { } response)
        {
            yield break;
        }
        var now = response.EmitTime?.ToDateTimeOffset() ?? time.GetUtcNow();
        if (response.DroppedEventCount > 0)
        {
            yield return Line(now, id, $"{response.DroppedEventCount} events were lost: this program reads too slowly");
        }
        var text = response.EventCase switch
        {
            WatchGenreResponse.EventOneofCase.Snapshot => State(response.Snapshot.Source.State, response.Snapshot.Source.StateDetail),
            WatchGenreResponse.EventOneofCase.SourceState => State(response.SourceState.State, response.SourceState.Detail),
            WatchGenreResponse.EventOneofCase.Gap => string.Create(CultureInfo.InvariantCulture,
                $"gap: {(response.Gap.EndOffset - response.Gap.StartOffset).ToTimeSpan().TotalSeconds:0.0} s of audio are missing ({response.Gap.Reason.ToWord()})"),
            WatchGenreResponse.EventOneofCase.HopChange => string.Create(CultureInfo.InvariantCulture,
                $"the daemon's load has changed: a window every {response.HopChange.HopDuration.ToTimeSpan().TotalSeconds:0.#} s"),
            WatchGenreResponse.EventOneofCase.Reset => "events since the last connection are lost: the daemon no longer has them",
            _ => null,
        };
        if (text is not null)
        {
            yield return Line(now, id, text);
        }
        if ((response.Window ?? response.Snapshot?.Window) is { } window && IsNew(id, window))
        {
            yield return Line(now, id, string.Create(CultureInfo.InvariantCulture,
                $"{window.Decision.Label,-10} {window.Decision.Confidence:0.00}  {window.Activity.ToWord()}"));
        }
    }

    private bool IsNew(string sourceId, GenreWindow window)
    {
        var current = (window.Decision.Label, window.Activity);
        var isNew = !_shown.TryGetValue(sourceId, out var last) || last != current;
        _shown[sourceId] = current;
        return isNew;
    }

    private static string State(SourceState state, string detail) => $"source {state.ToWord()}. {detail}".TrimEnd();

    private static string Line(DateTimeOffset time, string sourceId, string text) =>
        $"{time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}  {sourceId}  {text.WithoutControls()}";
}
