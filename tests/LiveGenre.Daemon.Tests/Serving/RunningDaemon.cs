using LiveGenre.Daemon.Configuration;
using LiveGenre.Grpc;
using LiveGenre.Grpc.Client;
using LiveGenre.Protocol.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace LiveGenre.Daemon.Tests.Serving;

/// <summary>The whole daemon with the shipped model, on free ports, listening to a file that a test has made.</summary>
public sealed class RunningDaemon : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-");
    private WebApplication? _app;
    private GrpcChannel? _channel;

    public CallInvoker Calls => _channel!.CreateCallInvoker();

    /// <summary>Further settings, for a test that starts a daemon of its own.</summary>
    internal Dictionary<string, string?> Settings { get; } = [];

    public IServiceProvider Services => _app!.Services;

    public HttpClient Http { get; private set; } = new();

    public async Task InitializeAsync()
    {
        var file = Path.Combine(_folder.FullName, "programme.wav");
        TestAudio.WriteWav(file, TestAudio.Chord(TimeSpan.FromSeconds(30)));
        var settings = new Dictionary<string, string?>(Settings)
        {
            ["LiveGenre:DataFolder"] = _folder.FullName,
            ["LiveGenre:Sources:0:Id"] = "fm",
            ["LiveGenre:Sources:0:Name"] = "FM",
            ["LiveGenre:Sources:0:Address"] = file,
            ["LiveGenre:Sources:0:Loop"] = "true",
            ["LiveGenre:History:Store"] = "memory",
            ["LiveGenre:History:FlushInterval"] = "00:00:00.1",
            ["LiveGenre:Windowing:Hop"] = "00:00:00.25",
            ["LiveGenre:Serving:PageUrl"] = "http://127.0.0.1:0",
            ["LiveGenre:Serving:GrpcUrl"] = "http://127.0.0.1:0",
            ["LiveGenre:Serving:HeartbeatInterval"] = "00:00:00.5",
            ["LiveGenre:Serving:MaxReceiveMessageBytes"] = "100000",
            ["LiveGenre:Serving:MaxPushedStreams"] = "2",
            ["Logging:LogLevel:Default"] = "Warning",
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        _app = DaemonHost.Build(configuration, SettingsReader.Read(configuration), TimeProvider.System);
        await _app.StartAsync();
        var urls = _app.Urls.ToList();
        Http.BaseAddress = new Uri(urls[0]);
        _channel = GrpcChannel.ForAddress(urls[1]);
    }

    public async Task DisposeAsync()
    {
        _channel?.Dispose();
        Http.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        _folder.Delete(recursive: true);
    }

    /// <summary>Stops it, and leaves its clients as they are.</summary>
    public Task StopAsync() => _app!.StopAsync();

    /// <summary>Watches until <paramref name="isEnough"/>, ten seconds at the most.</summary>
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

    public static CallOptions Within(TimeSpan time) => new CallOptions().WithDeadline(DateTime.UtcNow + time);
}
