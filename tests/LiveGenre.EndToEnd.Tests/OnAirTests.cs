using System.Text.Json;
using LiveGenre.EndToEnd.Tests.Support;
using LiveGenre.Protocol.V1;
using Xunit.Abstractions;

namespace LiveGenre.EndToEnd.Tests;

/// <summary>From sound on air to clients that hold none of our code, through every kind of source.</summary>
public sealed class OnAirTests(OnAirDaemon onAir, ITestOutputHelper output) : IClassFixture<OnAirDaemon>, IDisposable
{
    private static readonly TimeSpan DecisionTime = TimeSpan.FromSeconds(15);

    [NeedsTheory(Need.SoundServer, Need.FFmpeg)]
    [StockClientData(StockLanguage.Python, "pulse")]
    [StockClientData(StockLanguage.Node, "pulse")]
    [StockClientData(StockLanguage.Python, "http")]
    [StockClientData(StockLanguage.Node, "http")]
    public Task Watch_MusicOnAir_IsDecidedWithin15Seconds(StockLanguage language, string source) => IsDecidedAsync(language, source);

    [NeedsTheory(Need.SoundServer, Need.FFmpeg, Need.PortAudio)]
    [StockClientData(StockLanguage.Python)]
    [StockClientData(StockLanguage.Node)]
    public Task Watch_MusicThroughPortAudio_IsDecidedWithin15Seconds(StockLanguage language) => IsDecidedAsync(language, "portaudio");

    [NeedsTheory(Need.SoundServer, Need.FFmpeg)]
    [StockClientData(StockLanguage.Python)]
    [StockClientData(StockLanguage.Node)]
    public async Task HealthAndReflection_AskedByStockClients_AnswerForServerServiceAndSource(StockLanguage language)
    {
        await onAir.Received(language, "pulse").WaitForAsync(r => r.Window is not null, "window");

        var answers = await StockClient.AskAsync(language, onAir.Daemon, "inspect", "pulse");

        string[] serving = ["SERVING", "SERVING"]; // Check, and the first that Watch tells
        foreach (var service in new[] { "", "livegenre.v1.GenreService", "livegenre.v1.GenreService/pulse" })
        {
            Assert.Equal(serving, Strings(answers.GetProperty("health").GetProperty(service)));
        }
        Assert.Contains("livegenre.v1.GenreService", Strings(answers.GetProperty("services")));
        Assert.Contains("grpc.reflection.v1.ServerReflection", Strings(answers.GetProperty("services")));
        Assert.Equal("livegenre/v1/livegenre.proto", answers.GetProperty("file").GetString());
        Assert.Equal(["WatchGenre", "GetSource", "ListSources", "ListSegments", "ClassifyAudio", "WatchSound"], Strings(answers.GetProperty("methods")));
        Assert.Contains("pulse", Strings(answers.GetProperty("sources")));
        Assert.Equal("SOURCE_STATE_RUNNING", answers.GetProperty("source").GetProperty("source").GetProperty("state").GetString());
    }

    [NeedsFact(Need.SoundServer, Need.FFmpeg)]
    public async Task GetSource_TextFileAsSource_HasFailedWithItsReason()
    {
        var source = await WaitForStateAsync("text", SourceState.Failed);

        Assert.Contains("notes.txt' is a text file, not audio", source.StateDetail, StringComparison.Ordinal);
        Assert.Equal(SourceState.Running, (await onAir.Daemon.GetSourceAsync("http")).Source.State);
    }

    [NeedsFact(Need.SoundServer, Need.FFmpeg)]
    public async Task GetSource_MissingDevice_IsRetriedAndListsThoseThatExist()
    {
        var source = await WaitForStateAsync("missing", SourceState.Retrying);

        Assert.Contains("offair.monitor", source.StateDetail, StringComparison.Ordinal);
        Assert.Contains("pulse:onair.monitor", source.StateDetail, StringComparison.Ordinal);
    }

    [NeedsTheory(Need.SoundServer, Need.FFmpeg)]
    [InlineData("pulse:offair.monitor", 1, "failed", "pulse:onair.monitor")]
    [InlineData("pulse:onair.monitor", 0, "ok", "44100 Hz, 2 channels")]
    public async Task RunCheck_Device_SaysWhetherAStartWouldFindIt(string device, int exitCode, string verdict, string words)
    {
        string[] ports = ["--page", "http://127.0.0.1:0", "--grpc", "http://127.0.0.1:0"];

        var check = await LivegenreProgram.RunAsync(["run", device, "--check", .. ports], onAir.Environment);

        Assert.True(check.ExitCode == exitCode, check.Output + check.Errors);
        var line = Assert.Single(check.Output.Split('\n'), l => l.Contains("source", StringComparison.Ordinal));
        Assert.StartsWith(verdict, line, StringComparison.Ordinal);
        Assert.Contains(words, line, StringComparison.Ordinal);
    }

    public void Dispose() => output.WriteLine(onAir.Daemon.Log);

    private async Task IsDecidedAsync(StockLanguage language, string source)
    {
        var received = onAir.Received(language, source);

        var decided = await received.WaitForAsync(r => r.Window?.Decision.Label == KnownMusic.Label, $"decision {KnownMusic.Label}");

        var info = received.All[0].Response.Snapshot.Source;
        Assert.Equal((source, "livegenre-1"), (info.SourceId, info.ModelId));
        Assert.InRange(decided.Received - await SoundStartAsync(source), TimeSpan.Zero, DecisionTime);
        AssertMusic(decided.Response.Window, info.Labels.Count);
        var heartbeat = await received.WaitForAsync(r => r.Heartbeat?.State == SourceState.Running, "heartbeat of the running source");
        Assert.InRange(heartbeat.Response.EmitTime.ToDateTimeOffset() - heartbeat.Response.Heartbeat.AudioTime.ToDateTimeOffset(), -Second, 3 * Second);
        Streams.AssertWhole(received.All.Numbered());
        var now = await onAir.Daemon.GetSourceAsync(source);
        Assert.Equal((44_100u, 2u), (now.Source.InputSampleRateHz, now.Source.InputChannelCount));
    }

    private static TimeSpan Second => TimeSpan.FromSeconds(1);

    /// <summary>The stream sounds from when it is connected; the sound server from when it is played to.</summary>
    private async Task<DateTimeOffset> SoundStartAsync(string source) =>
        source == "http" ? (await onAir.Daemon.GetSourceAsync(source)).Source.StateSinceTime.ToDateTimeOffset() : onAir.SoundStarted;

    private static void AssertMusic(GenreWindow window, int labels)
    {
        Assert.Equal(Activity.Music, window.Activity);
        Assert.InRange(window.Decision.Confidence, 0.4, 1);
        Assert.InRange(window.Decision.Stability, 0, 1);
        Assert.Equal((labels, labels), (window.Scores.Count, window.SmoothedScores.Count));
        Assert.Equal(1, window.Scores.Sum(), 1e-3);
        Assert.Equal(1, window.SmoothedScores.Sum(), 1e-3);
        Assert.Equal(1, window.ActivityScores.Sum(), 1e-3);
        Assert.InRange(window.Level.RmsDbfs, -40, -3);
        Assert.InRange(window.Level.PeakDbfs, window.Level.RmsDbfs, 1);
        Assert.Equal(4, (window.EndOffset.ToTimeSpan() - window.StartOffset.ToTimeSpan()).TotalSeconds, 0.1);
    }

    private async Task<Source> WaitForStateAsync(string id, SourceState state)
    {
        using var subscription = onAir.Daemon.Watch(id);
        await subscription.Events.WaitForAsync(r => (r.Snapshot?.Source.State ?? r.SourceState?.State) == state, $"state {state}");
        return (await onAir.Daemon.GetSourceAsync(id)).Source;
    }

    private static IEnumerable<string> Strings(JsonElement array) => array.EnumerateArray().Select(item => item.GetString()!);
}
