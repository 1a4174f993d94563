using LiveGenre.Daemon.Configuration;
using LiveGenre.Grpc;
using LiveGenre.Grpc.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace LiveGenre.Daemon.Tests.Alerts;

/// <summary>The whole daemon, listening to a file that plays for 4 s and is silent for 8 s, again and again; it tells a web server of it.</summary>
public sealed class AlertDaemon : IAsyncLifetime
{
    internal const string Key = "a key of enough characters";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-");
    private WebApplication? _app;
    private GrpcChannel? _channel;

    internal HttpReceiver Server { get; private set; } = null!;

    public CallInvoker Calls => _channel!.CreateCallInvoker();

    public HttpClient Http { get; } = new();

    public async Task InitializeAsync()
    {
        Server = await HttpReceiver.StartAsync();
        var file = Path.Combine(_folder.FullName, "programme.wav");
        TestAudio.WriteWav(file, [.. TestAudio.Chord(TimeSpan.FromSeconds(4)), .. new float[8 * TestAudio.SampleRateHz]]);
        var settings = new Dictionary<string, string?>
        {
            ["LiveGenre:DataFolder"] = _folder.FullName,
            ["LiveGenre:Sources:0:Id"] = "fm",
            ["LiveGenre:Sources:0:Name"] = "FM",
            ["LiveGenre:Sources:0:Address"] = file,
            ["LiveGenre:Sources:0:Loop"] = "true",
            ["LiveGenre:Windowing:Hop"] = "00:00:00.5",
            ["LiveGenre:Capture:DigitalSilenceAfter"] = "00:00:00.5",
            ["LiveGenre:Serving:PageUrl"] = "http://127.0.0.1:0",
            ["LiveGenre:Serving:GrpcUrl"] = "http://127.0.0.1:0",
            ["LiveGenre:Serving:HeartbeatInterval"] = "00:00:00.5",
            ["LiveGenre:Alerts:Rules:0:Kind"] = "Silence",
            ["LiveGenre:Alerts:Rules:0:For"] = "00:00:01",
            ["LiveGenre:Alerts:Rules:0:Recover"] = "00:00:01",
            ["LiveGenre:Alerts:Receivers:0:Name"] = "ops",
            ["LiveGenre:Alerts:Receivers:0:Kind"] = "Webhook",
            ["LiveGenre:Alerts:Receivers:0:Url"] = Server.Url,
            ["LiveGenre:Alerts:Receivers:0:Secret"] = Key,
            ["LiveGenre:Alerts:Receivers:1:Name"] = "broken",
            ["LiveGenre:Alerts:Receivers:1:Kind"] = "Command",
            ["LiveGenre:Alerts:Receivers:1:Program"] = "/nonexistent/pager",
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
        await Server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    public static CallOptions Patiently => new CallOptions().WithDeadline(DateTime.UtcNow + TimeSpan.FromSeconds(60));
}
