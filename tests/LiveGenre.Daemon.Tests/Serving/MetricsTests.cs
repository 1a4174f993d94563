namespace LiveGenre.Daemon.Tests.Serving;

public sealed class MetricsTests
{
    [Fact]
    public async Task Metrics_OfTwoDaemonsInAProcess_AreEachTheirOwnAndOutliveTheOther()
    {
        await using var fm = await Daemon("fm").StartAsync();
        var web = await Daemon("web").StartAsync();
        using var http = new HttpClient();
        Task<string> PageOf(TestDaemon daemon) => http.GetStringAsync($"{daemon.Page}/metrics");
        await Wait.UntilAsync(async () => HasWindows(await PageOf(fm), "fm") && HasWindows(await PageOf(web), "web"), "both daemons to count windows");

        var (first, second) = (await PageOf(fm), await PageOf(web));
        await web.DisposeAsync();
        var alone = await PageOf(fm);

        Assert.DoesNotContain("source=\"web\"", first, StringComparison.Ordinal);
        Assert.DoesNotContain("source=\"fm\"", second, StringComparison.Ordinal);
        Assert.True(HasWindows(alone, "fm"), alone);
    }

    private static TestDaemon Daemon(string id) => new TestDaemon().ListeningTo(TestAudio.Chord(TimeSpan.FromSeconds(8)), id);

    private static bool HasWindows(string page, string id) => page.Contains($"livegenre_windows_total{{source=\"{id}\"}} ", StringComparison.Ordinal);
}
