using LiveGenre.Protocol.V1;
using static LiveGenre.Protocol.V1.WatchGenreResponse;

namespace LiveGenre.EndToEnd.Tests.Support;

/// <summary>What one subscriber received, in order, and how its stream ended.</summary>
internal sealed class ReceivedEvents(string subscriber)
{
    private readonly Lock _gate = new();
    private readonly List<ReceivedEvent> _events = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StreamEnd? _end;

    public IReadOnlyList<ReceivedEvent> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>How the stream has ended; null while it goes on.</summary>
    public StreamEnd? EndSoFar
    {
        get
        {
            lock (_gate)
            {
                return _end;
            }
        }
    }

    public IReadOnlyList<GenreWindow> Windows => [.. All.Select(e => e.Response.Window).OfType<GenreWindow>()];

    public void Add(WatchGenreResponse response, DateTimeOffset received)
    {
        lock (_gate)
        {
            _events.Add(new(response, received));
            Signal();
        }
    }

    public void End(string status, string detail)
    {
        lock (_gate)
        {
            _end = new(status, detail);
            Signal();
        }
    }

    /// <summary>The first event that is so, from the place <paramref name="from"/> on; waits for it.</summary>
    public Task<ReceivedEvent> WaitForAsync(Func<WatchGenreResponse, bool> isSo, string what, int from = 0, TimeSpan? within = null) =>
        WaitAsync(() => _events.Skip(from).FirstOrDefault(e => isSo(e.Response)), what, within ?? Patience.Short);

    /// <summary>Waits for a state, from the place <paramref name="from"/> on.</summary>
    public Task<ReceivedEvent> WaitForStateAsync(SourceState state, int from = 0) =>
        WaitForAsync(r => r.SourceState?.State == state, $"state {state}", from);

    /// <summary>Waits until so many windows have come, from the place <paramref name="from"/> on.</summary>
    public Task WaitForWindowsAsync(int count, int from = 0) =>
        WaitAsync(() => _events.Skip(from).Where(e => e.Response.Window is not null).ElementAtOrDefault(count - 1), $"{count} windows", Patience.Long);

    /// <summary>Waits for the end of the stream.</summary>
    public Task<StreamEnd> WaitForEndAsync() => WaitAsync(() => _end, "end", Patience.Short);

    private async Task<T> WaitAsync<T>(Func<T?> find, string what, TimeSpan within)
        where T : class
    {
        var limit = Task.Delay(within);
        for (var goesOn = true; goesOn;)
        {
            Task changed;
            lock (_gate)
            {
                if (find() is { } found)
                {
                    return found;
                }
                changed = _changed.Task;
                goesOn = _end is null;
            }
            goesOn = goesOn && await Task.WhenAny(changed, limit) == changed;
        }
        Assert.Fail($"{subscriber} waited up to {within.TotalSeconds:0} s for {what}, and received {Summary()}");
        return null;
    }

    private void Signal()
    {
        _changed.SetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private string Summary()
    {
        var events = All.Select(e => $"{e.Response.Sequence} {e.Response.EventCase}" + e.Response.EventCase switch
        {
            EventOneofCase.Window => $" {e.Response.Window.Decision.Label} {e.Response.Window.Activity}",
            EventOneofCase.SourceState => $" {e.Response.SourceState.State}: {e.Response.SourceState.Detail}",
            EventOneofCase.Snapshot => $" {e.Response.Snapshot.Source.State}: {e.Response.Snapshot.Source.StateDetail}",
            _ => "",
        });
        return $"{string.Join("; ", events.DefaultIfEmpty("nothing"))}. {(_end is { } end ? $"Ended with {end.Status}: {end.Detail}" : "Not ended.")}";
    }
}

/// <summary>A response and when it came.</summary>
internal sealed record ReceivedEvent(WatchGenreResponse Response, DateTimeOffset Received)
{
    /// <summary>From when the daemon gave it away to when the subscriber had it.</summary>
    public TimeSpan Latency => Received - Response.EmitTime.ToDateTimeOffset();
}

/// <summary>How a stream ended.</summary>
internal sealed record StreamEnd(string Status, string Detail);
