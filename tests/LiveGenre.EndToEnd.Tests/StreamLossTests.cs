using LiveGenre.EndToEnd.Tests.Support;
using LiveGenre.Protocol.V1;
using Xunit.Abstractions;

namespace LiveGenre.EndToEnd.Tests;

/// <summary>Stations on the web stop, stall and come back otherwise than they were.</summary>
public sealed class StreamLossTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Programme = TimeSpan.FromSeconds(30);

    [NeedsFact(Need.FFmpeg)]
    public async Task Watch_StreamStopsAndComesBackAtAnotherRate_IsRetriedAndGoesOnAtTheNewRate()
    {
        using var station = new Broadcaster(KnownMusic.Mp3(Programme, 44_100));
        await using var daemon = await StartAsync(station);
        try
        {
            using var deck = daemon.Watch("deck");
            using var radio = daemon.Watch("radio");
            await radio.Events.WaitForWindowsAsync(1);
            Assert.Equal(44_100u, (await daemon.GetSourceAsync("radio")).Source.InputSampleRateHz);
            var before = radio.Events.All.Count;

            station.GoOffAir();
            await radio.Events.WaitForStateAsync(SourceState.Retrying, before);
            await radio.Events.WaitForAsync(r => r.SourceState?.Detail.Contains("Server returned 5XX", StringComparison.Ordinal) ?? false, "ffmpeg's own words", before);
            station.GoOnAir(KnownMusic.Mp3(Programme, 48_000));
            var back = await radio.Events.WaitForStateAsync(SourceState.Running, before);

            Assert.Contains("48000 Hz", back.Response.SourceState.Detail, StringComparison.Ordinal);
            Assert.Equal(48_000u, (await daemon.GetSourceAsync("radio")).Source.InputSampleRateHz);
            await AssertGoesOnAsync(radio.Events, deck.Events, before);
        }
        finally
        {
            output.WriteLine(daemon.Log);
        }
    }

    [NeedsFact(Need.FFmpeg)]
    public async Task Watch_StreamStalls_HasNoDataAndIsConnectedAfresh()
    {
        using var station = new Broadcaster(KnownMusic.Mp3(Programme, 44_100));
        await using var daemon = await StartAsync(station);
        try
        {
            using var deck = daemon.Watch("deck");
            using var radio = daemon.Watch("radio");
            await radio.Events.WaitForWindowsAsync(1);
            var (before, connections) = (radio.Events.All.Count, station.Connections);

            station.Stall();
            await radio.Events.WaitForStateAsync(SourceState.NoData, before);
            var retrying = await radio.Events.WaitForStateAsync(SourceState.Retrying, before);
            await radio.Events.WaitForStateAsync(SourceState.Running, before);

            Assert.Equal(SourceState.NoData, retrying.Response.SourceState.PreviousState);
            Assert.True(station.Connections > connections, "It connects afresh.");
            await AssertGoesOnAsync(radio.Events, deck.Events, before);
        }
        finally
        {
            output.WriteLine(daemon.Log);
        }
    }

    private static Task<DaemonProcess> StartAsync(Broadcaster station) => DaemonProcess.StartAsync(new DaemonSetup
    {
        Sources = [("radio", station.Url), ("deck", KnownMusic.WavFile)],
        Settings =
        [
            ("Sources:1:Loop", "true"), ("Windowing:Hop", "00:00:01"),
            ("Capture:NoDataAfter", "00:00:02"), ("Capture:ReconnectAfter", "00:00:04"), ("Capture:MaxRetryDelay", "00:00:01"),
        ],
    });

    private static async Task AssertGoesOnAsync(ReceivedEvents radio, ReceivedEvents deck, int before)
    {
        // Windows of before the loss may still be on their way: what is said of the time after it follows the gap.
        var loss = await radio.WaitForAsync(IsReconnect, "the gap", before);
        await radio.WaitForAsync(r => r.Window?.Decision.Label == KnownMusic.Label, $"decision {KnownMusic.Label}", radio.All.ToList().IndexOf(loss));
        var gap = Assert.Single(radio.All.Skip(before), e => IsReconnect(e.Response)).Response.Gap;
        Assert.InRange(gap.EndTime.ToDateTimeOffset() - gap.StartTime.ToDateTimeOffset(), TimeSpan.FromSeconds(0.1), Patience.Short);
        Streams.AssertWhole(radio.All.Numbered());
        await deck.WaitForAsync(r => r.Window?.EndTime() > gap.EndTime.ToDateTimeOffset(), "the deck, which plays on");
        Streams.AssertUndisturbed(deck);
    }

    private static bool IsReconnect(WatchGenreResponse response) => response.Gap?.Reason == Gap.Types.Reason.Reconnect;
}
