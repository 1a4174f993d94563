using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Serving;

/// <summary>A daemon that a whole class of tests shares, listening to music.</summary>
public sealed class RunningDaemon : IAsyncLifetime
{
    private readonly TestDaemon _daemon = new TestDaemon()
        .ListeningTo(TestAudio.Chord(TimeSpan.FromSeconds(30)))
        .With("Sources:0:Name", "FM")
        .With("History:Store", "memory").With("History:FlushInterval", "00:00:00.1")
        .With("Windowing:Hop", "00:00:00.25")
        .With("Serving:MaxReceiveMessageBytes", "100000").With("Serving:MaxPushedStreams", "2");

    public CallInvoker Calls => _daemon.Calls;

    public IServiceProvider Services => _daemon.Services;

    public HttpClient Http { get; } = new();

    /// <summary>A further setting, for a test that starts a daemon of its own.</summary>
    internal RunningDaemon With(string key, string value)
    {
        _daemon.With(key, value);
        return this;
    }

    public async Task InitializeAsync()
    {
        await _daemon.StartAsync();
        Http.BaseAddress = new Uri(_daemon.Page);
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await _daemon.DisposeAsync();
    }

    /// <summary>Stops it, and leaves its clients as they are.</summary>
    public Task StopAsync() => _daemon.StopServingAsync();

    /// <summary>Watches until <paramref name="isEnough"/>, 20 s at the most.</summary>
    public async Task<List<WatchGenreResponse>> WatchUntil(WatchGenreRequest request, Func<List<WatchGenreResponse>, bool> isEnough)
    {
        using var call = Calls.AsyncServerStreamingCall(Daemon.Serving.GenreMethods.Watch, Within(TimeSpan.FromSeconds(20)), request);
        var responses = new List<WatchGenreResponse>();
        while (!isEnough(responses) && await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            responses.Add(call.ResponseStream.Current);
        }
        return responses;
    }

    public static CallOptions Within(TimeSpan time) => TestDaemon.Within(time);
}
