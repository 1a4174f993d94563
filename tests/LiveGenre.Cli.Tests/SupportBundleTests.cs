using System.Net;
using System.Net.Sockets;
using LiveGenre.Cli.Support;

namespace LiveGenre.Cli.Tests;

public class SupportBundleTests
{
    [Fact]
    public async Task AddAsync_PageThatNeverComes_IsMissingAndSaysWhy()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start(); // connects, and says nothing
        using var http = new HttpClient { Timeout = TimeSpan.FromMilliseconds(200) };
        var bundle = new SupportBundle([]);

        await bundle.AddAsync("daemon/metrics.txt", "its metrics", () => http.GetStringAsync(new Uri($"http://{silent.LocalEndpoint}/metrics")));

        Assert.Contains("NO daemon/metrics.txt", bundle.Manifest(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddAsync_Interrupted_Ends() => await Assert.ThrowsAsync<OperationCanceledException>(
        () => new SupportBundle([]).AddAsync("log.txt", "the end of the daemon's log", () => throw new OperationCanceledException()));
}
