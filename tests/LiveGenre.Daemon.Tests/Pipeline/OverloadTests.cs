using System.Text.RegularExpressions;
using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Grpc.Tests;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Tests.Pipeline;

/// <summary>The whole daemon with a model that cannot keep up for a while.</summary>
public sealed class OverloadTests
{
    /// <summary>An event of the log.</summary>
    private const int CannotKeepUp = 203, KeepsUpAgain = 204;

    [Fact]
    public async Task Watch_ModelSlowerThanItsSources_HopsWidenNothingIsDroppedAndAllComesBack()
    {
        await using var overloaded = new OverloadedDaemon();
        await overloaded.Daemon.StartAsync();
        var daemon = overloaded.Daemon;
        using var log = new RecordedLog();
        daemon.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await overloaded.OverloadAsync();

        var (fm, web) = (Watching("fm"), Watching("web"));
        await Task.WhenAll(fm.UntilAsync(HasWidened), web.UntilAsync(HasWidened));
        var window = (await fm.UntilAsync(r => r.Window is not null)).Window;
        using var http = new HttpClient();
        // Now and then it tries whether a nearer hop goes well again.
        var source = await SeenAsync(() => GetSourceAsync("fm"), s => s.CurrentHopDuration.ToTimeSpan() > s.WindowHopDuration.ToTimeSpan());
        await SeenAsync(() => http.GetStringAsync($"{daemon.Page}/metrics"), page => Regex.IsMatch(page, "(?m)^livegenre_source_hop_seconds\\{source=\"fm\"\\} [1-9]"));
        await SeenAsync(() => http.GetStringAsync($"{daemon.Page}/metrics"), page => Regex.IsMatch(page, "(?m)^livegenre_windows_left_out_total\\{source=\"fm\"\\} [1-9]"));
        overloaded.Relieve();
        await Task.WhenAll(fm.UntilAsync(IsAsSet), web.UntilAsync(IsAsSet));
        await Wait.UntilAsync(() => log.Lines.Any(l => l.Id.Id == KeepsUpAgain), "the log to say that all is well");

        var first = fm.Received.First(r => r.HopChange is not null).HopChange;
        Assert.Equal(Hop(1), first.PreviousHopDuration.ToTimeSpan());
        Assert.InRange(first.HopDuration.ToTimeSpan(), Hop(2), Hop(8));
        Assert.InRange(window.HopDuration.ToTimeSpan(), Hop(2), Hop(8));
        Assert.InRange(source.CurrentHopDuration.ToTimeSpan(), Hop(2), Hop(8));
        Assert.NotNull(source.HopChangeTime);
        foreach (var watch in new[] { fm, web })
        {
            var now = await SeenAsync(() => GetSourceAsync(watch.SourceId), s => s.CurrentHopDuration.Equals(s.WindowHopDuration));
            Assert.Equal((0ul, 0ul), (now.DroppedWindowCount, now.LostSampleCount));
            Assert.DoesNotContain(watch.Received, r => r.Gap is not null || r.Window?.DroppedWindowCount > 0);
        }
        // A busy machine may fall behind again, and say so again.
        Assert.Equal([CannotKeepUp, KeepsUpAgain], log.Lines.Select(l => l.Id.Id).Where(id => id is CannotKeepUp or KeepsUpAgain).Take(2));

        Watch Watching(string id) => new(daemon.Calls, id);
        async Task<Source> GetSourceAsync(string id) =>
            (await daemon.Calls.AsyncUnaryCall(GenreMethods.GetSource, Watch.Patiently, new() { SourceId = id })).Source;
        TimeSpan Hop(int hops) => source.WindowHopDuration.ToTimeSpan() * hops;
    }

    /// <summary>Looks until what is seen is so.</summary>
    private static async Task<T> SeenAsync<T>(Func<Task<T>> look, Predicate<T> isSo)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isSo(seen))
            {
                return seen;
            }
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMinutes(2), $"Looked in vain; the last was {seen}.");
            await Task.Delay(20);
        }
    }

    private static bool HasWidened(WatchGenreResponse response) => response.HopChange is { } change && change.HopDuration.ToTimeSpan() > change.PreviousHopDuration.ToTimeSpan();

    private static bool IsAsSet(WatchGenreResponse response) => response.HopChange is { } change && change.HopDuration.ToTimeSpan() < TimeSpan.FromSeconds(1.1);

    /// <summary>A subscription, and all that came by it.</summary>
    private sealed class Watch(CallInvoker calls, string id)
    {
        private readonly AsyncServerStreamingCall<WatchGenreResponse> _call = calls.AsyncServerStreamingCall(GenreMethods.Watch, Patiently, new() { SourceId = id });

        public static CallOptions Patiently => TestDaemon.Within(TimeSpan.FromMinutes(4));

        public string SourceId => id;

        public List<WatchGenreResponse> Received { get; } = [];

        public async Task<WatchGenreResponse> UntilAsync(Predicate<WatchGenreResponse> isSo)
        {
            do
            {
                Assert.True(await _call.ResponseStream.MoveNext(CancellationToken.None), "The stream ended first.");
                Received.Add(_call.ResponseStream.Current);
            }
            while (!isSo(Received[^1]));
            return Received[^1];
        }
    }
}
