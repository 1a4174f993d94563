using System.Text.Json.Nodes;

namespace LiveGenre.Soak.Scene;

/// <summary>
/// Two daemons and all the real parts around them. The <c>booth</c> listens to a sound server, keeps its history in
/// PostgreSQL and has a clock that can be set; the <c>relay</c> listens to stations on the web and keeps everything on a
/// small disk. Each plays a file too, which nothing happens to.
/// </summary>
internal sealed class Surroundings : IAsyncDisposable
{
    public const string OnAirSink = "onair rate=44100 channels=2";
    public const string HallSink = "hall rate=48000 channels=1";

    private static readonly TimeSpan Programme = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly float[] _music = KnownMusic.Samples(Programme);
    private WatchedDaemon? _booth;
    private WatchedDaemon? _relay;
    private PulseServer? _sound;

    private Surroundings()
    {
        (Mp3, OtherMp3) = (KnownMusic.Mp3(Programme, 44_100), KnownMusic.Mp3(Programme, 48_000, channels: 1));
        (Talk, City) = (new Broadcaster(Mp3), new Broadcaster(Mp3));
        Clock = WallClock.Library is null ? null : new WallClock(_folder.At("clock"));
        Disk = SmallDisk.IsPossible ? new SmallDisk(megabytes: 96) : null;
        Database = PostgreSqlServer.Programs is null ? null : new PostgreSqlServer();
    }

    /// <summary>Sources <c>onair</c>, <c>hall</c> and <c>booth-deck</c>.</summary>
    public WatchedDaemon Booth => _booth!;

    /// <summary>Sources <c>talk</c>, <c>city</c> and <c>relay-deck</c>.</summary>
    public WatchedDaemon Relay => _relay!;

    public IReadOnlyList<WatchedDaemon> Daemons => [Booth, Relay];

    public PulseServer Sound => _sound!;

    /// <summary>A station, the source <c>talk</c>.</summary>
    public Broadcaster Talk { get; }

    /// <summary>Another station, the source <c>city</c>.</summary>
    public Broadcaster City { get; }

    /// <summary>What the stations play: 44.1 kHz, stereo.</summary>
    public byte[] Mp3 { get; }

    /// <summary>The same music at 48 kHz, mono.</summary>
    public byte[] OtherMp3 { get; }

    /// <summary>The booth's; null where libfaketime is not installed.</summary>
    public WallClock? Clock { get; }

    /// <summary>The relay's; null where this process may not mount one.</summary>
    public SmallDisk? Disk { get; }

    /// <summary>Where the relay keeps everything.</summary>
    public string RelayFolder => Disk?.Path ?? _folder.At("relay");

    /// <summary>The booth's history; null where PostgreSQL is not installed.</summary>
    public PostgreSqlServer? Database { get; }

    /// <summary>The relay's models, <see cref="ModelIds"/>.</summary>
    public string ModelFile(string id) => Path.Combine(_folder.At("models"), id, "model.onnx");

    /// <summary>One model under two names; the relay begins with the first.</summary>
    public IReadOnlyList<string> ModelIds { get; } = ["livegenre-1", "livegenre-1b"];

    public static async Task<Surroundings> SetUpAsync()
    {
        var all = new Surroundings();
        try
        {
            all._sound = await PulseServer.StartAsync(OnAirSink, HallSink);
            all.PlayAll();
            all.CopyModels();
            all._booth = await WatchedDaemon.StartAsync("booth", new DaemonSetup
            {
                Sources = [("onair", "pulse:onair.monitor"), ("hall", "pulse:hall.monitor"), ("booth-deck", KnownMusic.WavFile)],
                Settings =
                [
                    .. Common(all._folder.At("booth")), ("Sources:2:Loop", "true"),
                    .. await all.PostgreSqlAsync(),
                ],
                Environment = [("PULSE_SERVER", all._sound.Address), .. all.Clock?.Environment ?? []],
            });
            all._relay = await WatchedDaemon.StartAsync("relay", new DaemonSetup
            {
                Sources = [("talk", all.Talk.Url), ("city", all.City.Url), ("relay-deck", KnownMusic.WavFile)],
                Settings =
                [
                    .. Common(all.RelayFolder), ("Sources:2:Loop", "true"),
                    ("History:Store", "sqlite"), ("History:MaxBytes", "33554432"), ("Evidence:Enabled", "true"), ("Evidence:MaxBytes", "10000000"),
                    ("Model:Path", Path.GetDirectoryName(all.ModelFile(all.ModelIds[0]))!),
                ],
            });
            return all;
        }
        catch
        {
            await all.DisposeAsync();
            throw;
        }
    }

    /// <summary>Plays into both sinks.</summary>
    public void PlayAll()
    {
        Play("onair");
        Play("hall");
    }

    /// <summary>Plays into one sink for as long as it lasts.</summary>
    public void Play(string sink) => Sound.Play(sink, _music, KnownMusic.SampleRateHz, channels: 1, again: true);

    public async ValueTask DisposeAsync()
    {
        foreach (var daemon in new[] { _booth, _relay }.OfType<WatchedDaemon>())
        {
            await daemon.DisposeAsync();
        }
        Talk.Dispose();
        City.Dispose();
        _sound?.Dispose();
        await (Database?.DisposeAsync() ?? Task.CompletedTask);
        Disk?.Dispose();
        _folder.Dispose();
    }

    private static IEnumerable<(string Key, string Value)> Common(string data) =>
    [
        ("DataFolder", data), ("Windowing:Hop", "00:00:01"), ("Serving:ResumeWindow", "00:01:00"),
        ("Capture:NoDataAfter", "00:00:02"), ("Capture:ReconnectAfter", "00:00:04"), ("Capture:MaxRetryDelay", "00:00:02"),
    ];

    private async Task<IEnumerable<(string Key, string Value)>> PostgreSqlAsync() => Database is null
        ? [("History:Store", "sqlite")]
        : [("History:Store", "postgresql"), ("History:ConnectionString", await Database.NewStoreAsync())];

    private void CopyModels()
    {
        var from = RepositoryFolder.Of("models", ModelIds[0]);
        foreach (var id in ModelIds)
        {
            var to = Path.GetDirectoryName(ModelFile(id))!;
            foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(to, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
            var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(to, "manifest.json")))!;
            manifest["id"] = id;
            File.WriteAllText(Path.Combine(to, "manifest.json"), manifest.ToJsonString());
        }
    }
}
