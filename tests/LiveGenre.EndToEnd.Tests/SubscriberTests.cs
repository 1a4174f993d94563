using System.Text.Json;
using LiveGenre.EndToEnd.Tests.Support;
using LiveGenre.Protocol.V1;
using Xunit.Abstractions;
using static LiveGenre.Protocol.V1.WatchGenreResponse;

namespace LiveGenre.EndToEnd.Tests;

/// <summary>Subscribers that are cut off, that do not read, and that ask for what cannot be.</summary>
public sealed class SubscriberTests(SubscriberDaemon subscribed, ITestOutputHelper output) : IClassFixture<SubscriberDaemon>, IDisposable
{
    private const int StalledCount = 100;

    /// <summary>More than Kestrel and the queue hold of a response that cannot be sent; losses begin before 20 kB.</summary>
    private const int MoreThanIsHeldBytes = 32 * 1024;

    private readonly DaemonProcess _daemon = subscribed.Daemon;

    [NeedsFact(Need.Python)]
    public async Task Watch_CutOffAndResumedWithItsToken_LosesNothing()
    {
        using var witness = _daemon.Watch("deck");
        await witness.Events.WaitForWindowsAsync(1);
        await using var first = StockClient.Watch(StockLanguage.Python, _daemon, "deck");
        await first.Of("deck").WaitForWindowsAsync(4);

        await first.CutAsync();
        var before = first.Of("deck").All;
        await witness.Events.WaitForWindowsAsync(4, witness.Events.All.Count); // goes by while nobody of Python's listens
        var token = before[^1].Response.ResumeToken;
        await using var second = StockClient.Watch(StockLanguage.Python, _daemon, $"deck@{token}");
        await second.Of("deck").WaitForWindowsAsync(12);

        var after = second.Of("deck").All;
        Assert.Equal((EventOneofCase.Snapshot, before[^1].Response.Sequence), (after[0].Response.EventCase, after[0].Response.Sequence));
        var whole = (IReadOnlyList<WatchGenreResponse>)[.. before.Numbered(), .. after.Numbered()];
        Streams.AssertWhole(whole);
        var last = whole[^1].Sequence;
        await witness.Events.WaitForAsync(r => r.Sequence >= last, "the last event");
        Assert.Equal(witness.Events.All.Numbered().Where(r => r.Sequence >= whole[0].Sequence && r.Sequence <= last), whole);
    }

    [NeedsFact(Need.Python)]
    public async Task Watch_BesideSubscribersThatDoNotRead_IsNeitherDelayedNorRobbed()
    {
        await using var client = StockClient.Watch(StockLanguage.Python, _daemon, "deck");
        var reader = client.Of("deck");
        await reader.WaitForWindowsAsync(1);
        var stalled = await Task.WhenAll(Enumerable.Range(0, StalledCount).Select(_ => StalledSubscriber.OpenAsync(_daemon, "deck")));
        try
        {
            var from = reader.All.Count;
            // What comes after so much, the daemon has to drop.
            await reader.WaitForAsync(
                _ => reader.All.Skip(from).Sum(e => e.Response.CalculateSize()) > MoreThanIsHeldBytes, "so much", within: Patience.Long);

            var read = reader.All.Skip(from).ToList();
            Streams.AssertWhole(read.Numbered());
            var latencies = read.Select(e => e.Latency).Order().ToList();
            output.WriteLine($"{read.Count} events beside {StalledCount} stalled subscribers: median {latencies[latencies.Count / 2].TotalMilliseconds:0.0} ms, slowest {latencies[^1].TotalMilliseconds:0.0} ms.");
            Assert.InRange(latencies[latencies.Count / 2].TotalSeconds, -0.01, 0.25);
            Assert.InRange(latencies[^1].TotalSeconds, -0.01, 5);
            await AssertLossIsCountedAsync(stalled[0], read[^1].Response.Sequence);
        }
        finally
        {
            Array.ForEach(stalled, s => s.Dispose());
        }
    }

    [NeedsFact(Need.Python)]
    public async Task Watch_StalledAndToBeDisconnected_IsToldAndResumesWithoutLoss()
    {
        using var witness = _daemon.Watch("deck");
        await witness.Events.WaitForWindowsAsync(1);
        using var stalled = await StalledSubscriber.OpenAsync(_daemon, "deck", SlowConsumer.Disconnect);
        var from = witness.Events.All.Count;
        await witness.Events.WaitForAsync(
            _ => witness.Events.All.Skip(from).Sum(e => e.Response.CalculateSize()) > MoreThanIsHeldBytes, "so much", within: Patience.Long);

        var (before, trailers) = await stalled.ReadToEndAsync();

        Assert.Contains(StalledSubscriber.Field("grpc-status", "8"), trailers, StringComparison.Ordinal); // RESOURCE_EXHAUSTED
        Assert.Contains("resume with the last token", trailers, StringComparison.Ordinal);
        await using var resumed = StockClient.Watch(StockLanguage.Python, _daemon, $"deck@{before[^1].ResumeToken}");
        var newest = witness.Events.All[^1].Response.Sequence;
        await resumed.Of("deck").WaitForAsync(r => r.Sequence >= newest && r.Snapshot is null, "the newest event");
        Streams.AssertWhole(
        [
            .. before.Where(r => r.EventCase is not (EventOneofCase.Snapshot or EventOneofCase.Heartbeat)),
            .. resumed.Of("deck").All.Numbered(),
        ]);
    }

    [NeedsFact(Need.Python)]
    public async Task Calls_ThatCannotBeServed_EndWithTheirStatusAndReason()
    {
        var answers = await StockClient.AskAsync(StockLanguage.Python, _daemon, "refused", "deck");

        AssertRefused(answers.GetProperty("bad_token"), "INVALID_ARGUMENT", "resume_token", "INVALID_FIELD");
        AssertRefused(answers.GetProperty("unknown_source"), "NOT_FOUND", "nowhere", "UNKNOWN_SOURCE");
        AssertRefused(answers.GetProperty("oversized"), "RESOURCE_EXHAUSTED", "4194304 bytes");
        AssertRefused(answers.GetProperty("late"), "DEADLINE_EXCEEDED", "");
    }

    public void Dispose() => output.WriteLine(_daemon.Log);

    /// <summary>What a subscriber received and what it is told it lost are together all that there was.</summary>
    private static async Task AssertLossIsCountedAsync(StalledSubscriber stalled, ulong newest)
    {
        var read = await stalled.ReadUntilAsync(responses => responses.Count > 0 && responses[^1].Sequence >= newest && responses[^1].Window is not null);
        var events = read.Where(r => r.EventCase is not (EventOneofCase.Snapshot or EventOneofCase.Heartbeat)).ToList();
        var lost = (ulong)read.Sum(r => r.DroppedEventCount);
        Assert.Equal(EventOneofCase.Snapshot, read[0].EventCase);
        Assert.NotEqual(0ul, lost);
        Assert.Equal(events[^1].Sequence - read[0].Sequence, (ulong)events.Count + lost);
    }

    private static void AssertRefused(JsonElement answer, string code, string words, params string[] reasons)
    {
        Assert.Equal(code, answer.GetProperty("code").GetString());
        Assert.Contains(words, answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(reasons, answer.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()));
    }
}
