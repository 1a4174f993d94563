using LiveGenre.EndToEnd.Tests.Support;
using LiveGenre.Protocol.V1;
using Xunit.Abstractions;

namespace LiveGenre.EndToEnd.Tests;

/// <summary>The sound server crashes and comes back.</summary>
public sealed class SoundServerLossTests(ITestOutputHelper output)
{
    private const string Sink = "onair rate=44100 channels=2";

    [NeedsFact(Need.SoundServer, Need.FFmpeg, Need.Python)]
    public async Task Watch_SoundServerIsKilledAndComesBack_ShowsStatesAndGapAndGoesOn()
    {
        var music = KnownMusic.Samples(TimeSpan.FromMinutes(2));
        using var sound = await PulseServer.StartAsync(Sink);
        await using var daemon = await DaemonProcess.StartAsync(new DaemonSetup
        {
            Sources = [("studio", "pulse:onair.monitor"), ("deck", KnownMusic.WavFile)],
            Settings = [("Sources:1:Loop", "true"), ("Windowing:Hop", "00:00:01")],
            Environment = [("PULSE_SERVER", sound.Address)],
        });
        try
        {
            using var deck = daemon.Watch("deck");
            await using var client = StockClient.Watch(StockLanguage.Python, daemon, "studio");
            await using var health = StockClient.WatchHealth(daemon, "livegenre.v1.GenreService/studio");
            var studio = client.Of("studio");
            sound.Play("onair", music, KnownMusic.SampleRateHz, channels: 1);
            await studio.WaitForWindowsAsync(2);
            var healthy = await WaitForHealthAsync(health, "SERVING");

            var (killed, before, reconnects) = (DateTimeOffset.UtcNow, studio.All.Count, await ReconnectsAsync(daemon));
            sound.KillDaemon();

            var lost = await studio.WaitForStateAsync(SourceState.DeviceLost, before);
            Assert.Equal(SourceState.Running, lost.Response.SourceState.PreviousState);
            var retrying = await studio.WaitForStateAsync(SourceState.Retrying, before);
            Assert.Contains("no sound server answers", retrying.Response.SourceState.Detail, StringComparison.Ordinal);
            var unhealthy = await WaitForHealthAsync(health, "NOT_SERVING", healthy);

            await sound.StartDaemonAsync(Sink);
            await studio.WaitForStateAsync(SourceState.DigitalSilence, before); // nothing is played yet
            sound.Play("onair", music, KnownMusic.SampleRateHz, channels: 1);
            await studio.WaitForStateAsync(SourceState.Running, before);
            await WaitForHealthAsync(health, "SERVING", unhealthy);
            await studio.WaitForAsync(r => r.Window?.Decision.Label == KnownMusic.Label, $"decision {KnownMusic.Label}", before);

            AssertGap(studio, killed, before);
            Assert.InRange(await ReconnectsAsync(daemon), reconnects + 1, 1000);
            Streams.AssertWhole(studio.All.Numbered());
            var back = studio.All.First(e => e.Response.Gap?.Reason == Gap.Types.Reason.Reconnect).Response.Gap.EndTime.ToDateTimeOffset();
            await deck.Events.WaitForAsync(r => r.Window?.EndTime() > back, "the deck, which plays on");
            Streams.AssertUndisturbed(deck.Events);
        }
        finally
        {
            output.WriteLine(daemon.Log);
        }
    }

    /// <summary>What is missing lies where nothing was heard, and windows begin afresh behind it.</summary>
    private static void AssertGap(ReceivedEvents studio, DateTimeOffset killed, int before)
    {
        var after = studio.All.Skip(before).Select(e => e.Response).ToList();
        var gap = Assert.Single(after, r => r.Gap?.Reason == Gap.Types.Reason.Reconnect).Gap;
        var slack = TimeSpan.FromSeconds(2); // what the server and we hold in buffers, and a busy machine
        Assert.InRange(gap.StartTime.ToDateTimeOffset() - killed, -slack, slack);
        var silence = after.First(r => r.SourceState?.State == SourceState.DigitalSilence).SourceState.ChangeTime.ToDateTimeOffset();
        Assert.InRange(silence - gap.EndTime.ToDateTimeOffset(), TimeSpan.Zero, TimeSpan.FromSeconds(2) + slack); // zeros for 2 s are digital silence
        var length = gap.EndTime.ToDateTimeOffset() - gap.StartTime.ToDateTimeOffset();
        Assert.Equal(length.TotalSeconds, (gap.EndOffset.ToTimeSpan() - gap.StartOffset.ToTimeSpan()).TotalSeconds, 1e-3);
        Assert.Equal(length.TotalSeconds * 22_050, gap.LostSampleCount, 100d);
        var windows = after.Where(r => r.Window is not null).Select(r => r.Window).ToList();
        Assert.All(windows, w => Assert.True(w.EndOffset.ToTimeSpan() <= gap.StartOffset.ToTimeSpan() + Tick || w.StartOffset.ToTimeSpan() >= gap.EndOffset.ToTimeSpan() - Tick, $"{w} reaches into {gap}"));
    }

    private static TimeSpan Tick => TimeSpan.FromMicroseconds(1);

    private static async Task<int> ReconnectsAsync(DaemonProcess daemon) => (int)(await daemon.GetSourceAsync("studio")).Source.ReconnectCount;

    private static Task<int> WaitForHealthAsync(StockClient health, string status, int from = 0) =>
        health.WaitForLineAsync(line => line.TryGetProperty("status", out var text) && text.GetString() == status, $"health {status}", from);
}
