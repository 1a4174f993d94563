using LiveGenre.Capture;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Classification;
using Microsoft.Extensions.DependencyInjection;

namespace LiveGenre.Daemon.Tests.Pipeline;

/// <summary>
/// A whole daemon that lives four times as fast as the clock on the wall, with two sources, <c>fm</c> and <c>web</c>, and a
/// model that cannot keep up with them until it is told to.
/// </summary>
internal sealed class OverloadedDaemon : IAsyncDisposable
{
    private const int Speed = 4;

    private SlowModel? _model;

    public OverloadedDaemon()
    {
        var time = new FastTime(Speed);
        Daemon = new TestDaemon { Time = time, Open = source => AudioSourceFactory.Create(source.Address, new() { Loop = true, Time = time }) }
            .ListeningTo(TestAudio.Chord(TimeSpan.FromSeconds(30)), "fm", 0)
            .ListeningTo(TestAudio.Chord(TimeSpan.FromSeconds(30)), "web", 1)
            .With("Windowing:Hop", "00:00:01")
            .With("History:Store", "Memory")
            // A busy machine must not look like a lost source.
            .With("Capture:BufferDuration", "00:01:00").With("Capture:NoDataAfter", "00:05:00").With("Capture:ReconnectAfter", "01:00:00");
    }

    public TestDaemon Daemon { get; }

    /// <summary>Puts the load on it, once it runs.</summary>
    public async Task OverloadAsync()
    {
        var (live, options) = (Daemon.Services.GetRequiredService<LiveModel>(), Daemon.Services.GetRequiredService<LiveGenreOptions>());
        _model = new SlowModel(new OnnxGenreClassifier(live.Current.Bundle!, new OnnxClassifierOptions { MaxBatch = 1 }));
        await live.SwapAsync(ServedModel.Of(_model, options), CancellationToken.None);
    }

    /// <summary>Takes the load off it.</summary>
    public void Relieve() => _model!.IsSlow = false;

    /// <summary>For tests of pages, which run elsewhere: says where the page is, is relieved by a line, and ends with the input.</summary>
    public static async Task<int> RunAsync()
    {
        await using var overloaded = new OverloadedDaemon();
        await overloaded.Daemon.StartAsync();
        await overloaded.OverloadAsync();
        Console.WriteLine(overloaded.Daemon.Page);
        while (await Console.In.ReadLineAsync() is not null)
        {
            overloaded.Relieve();
        }
        return 0;
    }

    public ValueTask DisposeAsync() => Daemon.DisposeAsync();

    /// <summary>The daemon's model, one window at a time, each of which takes one and a half hops longer: three times too slow for two sources.</summary>
    private sealed class SlowModel(IGenreClassifier inner) : IGenreClassifier
    {
        private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1.5) / Speed;

        private volatile bool _isSlow = true;

        public bool IsSlow { set => _isSlow = value; }

        public ModelManifest Manifest => inner.Manifest;

        public int MaxBatch => inner.MaxBatch;

        public void Classify(ReadOnlySpan<float> windows, int count, Span<float> genre, Span<float> activity, Span<float> sound)
        {
            if (_isSlow)
            {
                Thread.Sleep(Delay);
            }
            inner.Classify(windows, count, genre, activity, sound);
        }

        public void Dispose() => inner.Dispose();
    }
}
