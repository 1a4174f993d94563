using LiveGenre.Grpc;

namespace LiveGenre.Daemon.Tests.Alerts;

/// <summary>The whole daemon, listening to a file that plays for 4 s and is silent for 8 s, again and again; it tells a web server of it.</summary>
public sealed class AlertDaemon : IAsyncLifetime
{
    internal const string Key = "a key of enough characters";

    private readonly TestDaemon _daemon = new TestDaemon()
        .ListeningTo([.. TestAudio.Chord(TimeSpan.FromSeconds(4)), .. new float[8 * TestAudio.SampleRateHz]])
        .With("Sources:0:Name", "FM")
        .With("Windowing:Hop", "00:00:00.5")
        .With("Capture:DigitalSilenceAfter", "00:00:00.5")
        .With("Alerts:Rules:0:Kind", "Silence").With("Alerts:Rules:0:For", "00:00:01").With("Alerts:Rules:0:Recover", "00:00:01")
        .With("Alerts:Receivers:0:Name", "ops").With("Alerts:Receivers:0:Kind", "Webhook").With("Alerts:Receivers:0:Secret", Key)
        .With("Alerts:Receivers:1:Name", "broken").With("Alerts:Receivers:1:Kind", "Command").With("Alerts:Receivers:1:Program", "/nonexistent/pager");

    internal HttpReceiver Server { get; private set; } = null!;

    public CallInvoker Calls => _daemon.Calls;

    public HttpClient Http { get; } = new();

    public async Task InitializeAsync()
    {
        Server = await HttpReceiver.StartAsync();
        await _daemon.With("Alerts:Receivers:0:Url", Server.Url).StartAsync();
        Http.BaseAddress = new Uri(_daemon.Page);
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await _daemon.DisposeAsync();
        await Server.DisposeAsync();
    }

    public static CallOptions Patiently => TestDaemon.Within(TimeSpan.FromSeconds(60));
}
