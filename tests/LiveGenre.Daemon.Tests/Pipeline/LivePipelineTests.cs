using LiveGenre.Capture;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveGenre.Daemon.Tests.Pipeline;

/// <summary>How the pipeline of a whole daemon ends, and when it does not.</summary>
public sealed class LivePipelineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Stop_CaptureThatNeverLetsGo_TakesNoLongerThanDraining()
    {
        var stuck = new StuckSource();
        await using var daemon = new TestDaemon { Open = _ => stuck }
            .With("Sources:0:Id", "fm").With("Sources:0:Address", "pulse:stuck").With("Serving:DrainTimeout", "00:00:00.5");
        await daemon.StartAsync();
        var pipeline = daemon.Services.GetRequiredService<LivePipeline>();
        await stuck.Opened.WaitAsync(Patience);

        await pipeline.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.False(pipeline.HasFailed);
    }

    [Fact]
    public async Task Add_ToOneThatWasStoppedBeforeItBegan_IsRefused()
    {
        var folder = Directory.CreateTempSubdirectory("livegenre-");
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["LiveGenre:DataFolder"] = folder.FullName }).Build();
        await using (var app = DaemonHost.Build(configuration, SettingsReader.Read(configuration), _ => new ScriptedSource(), TimeProvider.System))
        {
            var pipeline = app.Services.GetRequiredService<LivePipeline>();
            var source = app.Services.GetRequiredService<SourceSet>().Make(new SourceOptions { Id = "fm", Address = "pulse:fm" });
            await pipeline.StopAsync(CancellationToken.None);

            await Assert.ThrowsAsync<InvalidOperationException>(() => pipeline.AddAsync(source).WaitAsync(Patience));
        }
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Replace_LastSourceThatHasNotEnded_IsNoEnd()
    {
        var (file, live) = (new ScriptedSource { IsLive = false }, new ScriptedSource());
        await using var daemon = new TestDaemon { Open = source => source.Id == "file" ? file : live }
            .With("Sources:0:Id", "file").With("Sources:0:Address", "pulse:file");
        await daemon.StartAsync();
        var (pipeline, sources) = (daemon.Services.GetRequiredService<LivePipeline>(), daemon.Services.GetRequiredService<SourceSet>());
        var web = sources.Make(new SourceOptions { Id = "web", Address = "pulse:web" });
        await pipeline.AddAsync(web);
        file.Connect().End();
        await Wait.UntilAsync(() => sources.Find("file")!.Drained.IsCompleted, "the end of the file");

        for (var name = 0; name < 20; name++)
        {
            await pipeline.ReplaceAsync(sources.Find("web")!, new SourceOptions { Id = "web", Address = "pulse:web", Name = $"{name}" }, live);
        }

        await Task.Delay(100);
        Assert.False(pipeline.Ended.IsCompleted);
        await pipeline.RemoveAsync(sources.Find("web")!);
        await pipeline.Ended.WaitAsync(Patience);
    }

    [Fact]
    public async Task Replace_CaptureThatNeverLetsGo_GoesOnUnderOtherNamesOfGenres()
    {
        var (stuck, other) = (new StuckSource(TestAudio.Chord(TimeSpan.FromSeconds(8))), new ScriptedSource());
        await using var daemon = new TestDaemon { Open = _ => stuck }
            .With("Sources:0:Id", "fm").With("Sources:0:Address", "pulse:stuck").With("Serving:DrainTimeout", "00:00:00.5");
        await daemon.StartAsync();
        var (pipeline, sources) = (daemon.Services.GetRequiredService<LivePipeline>(), daemon.Services.GetRequiredService<SourceSet>());
        var feed = sources.Find("fm")!.Feed;
        await Wait.UntilAsync(() => feed.NewestWindow is not null, "a window");
        var names = new Dictionary<string, string> { ["hiphop"] = "Urban", ["electronic"] = "Urban" };

        await pipeline.ReplaceAsync(sources.Find("fm")!, new SourceOptions { Id = "fm", Address = "pulse:stuck", Labels = names }, other);
        other.Connect().Deliver(TestAudio.Chord(TimeSpan.FromSeconds(8)));

        await Wait.UntilAsync(() => feed.NewestWindow is not null || pipeline.HasFailed, "a window under the new names");
        Assert.False(pipeline.HasFailed);
    }

    /// <summary>A device whose driver hangs when it is closed.</summary>
    /// <param name="sound">What it brings first.</param>
    private sealed class StuckSource(params float[] sound) : IAudioSource
    {
        private readonly TaskCompletionSource _opened = new();

        public string Address => "stuck";

        public bool IsLive => true;

        public bool IsSilentWhenIdle => false;

        public Task Opened => _opened.Task;

        public ValueTask<IAudioCapture> OpenAsync(CancellationToken cancellation)
        {
            _opened.TrySetResult();
            return ValueTask.FromResult<IAudioCapture>(new StuckCapture(sound));
        }

        private sealed class StuckCapture(float[] sound) : IAudioCapture
        {
            private int _at;

            public Core.Audio.AudioFormat Format => new(22_050, 1);

            public async ValueTask<CaptureRead> ReadAsync(Memory<float> interleaved, int leastFrames, CancellationToken cancellation)
            {
                if (_at == sound.Length)
                {
                    await Task.Delay(Timeout.Infinite, cancellation);
                }
                var read = sound.AsMemory(_at, Math.Min(sound.Length - _at, interleaved.Length));
                read.CopyTo(interleaved);
                _at += read.Length;
                return new(read.Length, 0);
            }

            public ValueTask DisposeAsync() => new(new TaskCompletionSource().Task);
        }
    }
}
