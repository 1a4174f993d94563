using LiveGenre.EndToEnd.Tests.Support;

namespace LiveGenre.EndToEnd.Tests;

/// <summary>
/// A daemon with its default settings that hears the same music three ways: from a loopback of the sound server, through
/// PortAudio, and from an HTTP stream. A subscriber of each stock language watched it from before the first sound.
/// </summary>
public sealed class OnAirDaemon : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan MusicLength = TimeSpan.FromMinutes(3);

    private readonly Dictionary<StockLanguage, StockClient> _clients = [];
    private readonly TemporaryFolder _folder = new();
    private Broadcaster? _broadcaster;
    private PulseServer? _sound;
    private AlsaConfiguration? _alsa;
    private DaemonProcess? _daemon;

    internal DaemonProcess Daemon => _daemon!;

    /// <summary>With which a program finds the sound server and the devices of this test.</summary>
    internal IReadOnlyList<(string Name, string Value)> Environment { get; private set; } = [];

    /// <summary>When the music began to play into the sound server.</summary>
    internal DateTimeOffset SoundStarted { get; private set; }

    internal ReceivedEvents Received(StockLanguage language, string source) => _clients[language].Of(source);

    public async Task InitializeAsync()
    {
        if (Need.Missing(Need.SoundServer, Need.FFmpeg) is not null)
        {
            return; // every test of this daemon is skipped
        }
        var music = KnownMusic.Samples(MusicLength);
        _broadcaster = new Broadcaster(KnownMusic.Mp3(TimeSpan.FromSeconds(30), KnownMusic.SampleRateHz));
        _sound = await PulseServer.StartAsync("onair rate=44100 channels=2");
        _alsa = new AlsaConfiguration(_sound, ("onair", "onair.monitor"));
        Environment = [("PULSE_SERVER", _sound.Address), ("ALSA_CONFIG_PATH", _alsa.Path)];
        (string, string)[] portaudio = Need.IsMet(Need.PortAudio) ? [("portaudio", "portaudio:onair")] : [];
        _daemon = await DaemonProcess.StartAsync(new DaemonSetup
        {
            Sources =
            [
                ("pulse", "pulse:onair.monitor"), .. portaudio, ("http", _broadcaster.Url),
                ("missing", "pulse:offair.monitor"), ("text", _folder.Write("notes.txt", "This is no sound."u8.ToArray())),
            ],
            Environment = Environment,
        });
        string[] watched = ["pulse", "http", .. portaudio.Select(p => p.Item1)];
        foreach (var (language, need) in new[] { (StockLanguage.Python, Need.Python), (StockLanguage.Node, Need.Node) })
        {
            if (Need.IsMet(need))
            {
                _clients[language] = StockClient.Watch(language, _daemon, watched);
            }
        }
        await Task.WhenAll(_clients.Values.SelectMany(c => watched.Select(id => c.Of(id).WaitForAsync(r => r.Snapshot is not null, "snapshot"))));
        SoundStarted = DateTimeOffset.UtcNow;
        _sound.Play("onair", music, KnownMusic.SampleRateHz, channels: 1);
    }

    public async Task DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            await client.DisposeAsync();
        }
        await (_daemon?.DisposeAsync() ?? default);
    }

    public void Dispose()
    {
        _alsa?.Dispose();
        _sound?.Dispose();
        _broadcaster?.Dispose();
        _folder.Dispose();
    }
}
