using System.Runtime.InteropServices;
using LiveGenre.Capture.Raw;
using LiveGenre.EndToEnd.Tests.Support;

namespace LiveGenre.EndToEnd.Tests;

/// <summary>A daemon with many bad sources.</summary>
public sealed class BadInputDaemon : IAsyncLifetime, IDisposable
{
    private const int MusicRateHz = 22_050;
    private const int WavHeaderBytes = 44;

    private readonly TemporaryFolder _folder = new();
    private DaemonProcess? _daemon;

    internal DaemonProcess Daemon => _daemon!;

    public async Task InitializeAsync()
    {
        var music = ReadMusic();
        var surround = new WavBytes { Rate = MusicRateHz, Channels = 8, Encoding = PcmEncoding.S16 };
        var floats = new WavBytes { Rate = MusicRateHz, Encoding = PcmEncoding.F32 };
        var broken = music.Select((sample, i) => (i % 1000) switch { 0 => float.NaN, 500 => float.PositiveInfinity, _ => sample });
        (string Id, string Address)[] sources =
        [
            ("empty", _folder.Write("empty.mp3", [])),
            ("missing", _folder.At("missing.flac")),
            ("unreachable", "http://127.0.0.1:9/live"), // the discard port, where nobody listens
            ("short", _folder.Write("short.wav", floats.Write(music.AsSpan(0, MusicRateHz / 2)))),
            ("surround", _folder.Write("surround.wav", surround.Write([.. music.SelectMany(s => Enumerable.Repeat(s, 8))]))),
            ("nan", _folder.Write("nan.wav", floats.Write([.. broken]))),
        ];
        _daemon = await DaemonProcess.StartAsync(new DaemonSetup
        {
            Sources = sources,
            Settings = [("Sources:4:Loop", "true"), ("Sources:5:Loop", "true"), ("Windowing:Hop", "00:00:01")],
        });
    }

    public async Task DisposeAsync() => await (_daemon?.DisposeAsync() ?? default);

    public void Dispose() => _folder.Dispose();

    /// <summary>The golden file: 16-bit PCM behind a plain header.</summary>
    private static float[] ReadMusic() =>
    [
        .. MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(KnownMusic.WavFile).AsSpan(WavHeaderBytes)).ToArray().Select(s => s / 32_768f),
    ];
}
