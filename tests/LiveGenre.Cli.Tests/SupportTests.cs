using System.IO.Compression;
using LiveGenre.Cli.Tests.Support;

namespace LiveGenre.Cli.Tests;

public sealed class SupportTests(DaemonProcess daemon) : IClassFixture<DaemonProcess>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-");

    private string Bundle => Path.Combine(_folder.FullName, "support.zip");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Support_WhileTheDaemonIsDown_CollectsTheRestAndSaysSo()
    {
        var log = Path.Combine(_folder.FullName, "daemon.log");
        File.WriteAllText(log, "info: begun\nwarn: lost http://dj:pass-in-log@radio.example/?token=token-in-log\n");

        var outcome = await RunAsync("--log", log);

        Assert.Equal(0, outcome.ExitCode);
        using var zip = ZipFile.OpenRead(Bundle);
        var manifest = Read(zip, "MANIFEST.txt");
        Assert.All(zip.Entries.Where(e => e.Name != "MANIFEST.txt"), e => Assert.Contains(e.FullName, manifest, StringComparison.Ordinal));
        Assert.Contains("NO daemon/access.json", manifest, StringComparison.Ordinal);
        Assert.Matches("NO daemon/access.json +the running daemon's version and warnings: no LiveGenre daemon answers at http://127.0.0.1:9", manifest);
        Assert.Contains("no LiveGenre daemon answers at http://127.0.0.1:9", Read(zip, "daemon/access.json"), StringComparison.Ordinal);
        Assert.Contains("livegenre   0.", Read(zip, "versions.txt"), StringComparison.Ordinal);
        Assert.Contains("LiveGenre:Serving:GrpcUrl = http://127.0.0.1:5081", Read(zip, "settings.txt"), StringComparison.Ordinal);
        Assert.Contains("livegenre-1: hash, shapes and labels are right", Read(zip, "model.txt"), StringComparison.Ordinal);
        Assert.Contains("daemon.log", Read(zip, "files.txt"), StringComparison.Ordinal);
        Assert.Equal("info: begun\nwarn: lost http://***@radio.example/?token=***\n", Read(zip, "log.txt"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Bundle));
        }
    }

    [Fact]
    public async Task Support_AddressAlone_CollectsAllThatTheDaemonSays()
    {
        using (var watch = Livegenre.Start("watch", "--address", daemon.Address, "--wait", "--snapshot", Path.Combine(_folder.FullName, "watch.svg")))
        {
            await Livegenre.WaitAsync(watch); // it serves
        }

        var outcome = await Livegenre.RunAsync("support", "--out", Bundle, "--address", daemon.Address);

        Assert.Equal(0, outcome.ExitCode);
        using var zip = ZipFile.OpenRead(Bundle);
        Assert.DoesNotContain("NO daemon/", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("/health/ready: 200 OK", Read(zip, "daemon/health.txt"), StringComparison.Ordinal);
        Assert.Contains("livegenre_windows_total{source=\"chord\"}", Read(zip, "daemon/metrics.txt"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A token with the role read is needed")]
    [InlineData("The token is none that this daemon knows", "--token", "lg_wrong")]
    public async Task Support_OfADaemonThatAsksForAToken_SaysWhatIsMissingAndWhy(string why, params string[] token)
    {
        var guarded = new DaemonProcess { Settings = ["LiveGenre:Access:Anonymous=None"] };
        await guarded.InitializeAsync();
        try
        {
            await guarded.UntilItServesAsync();

            var outcome = await Livegenre.RunAsync(["support", "--out", Bundle, "--address", guarded.Address, .. token]);

            Assert.Equal(0, outcome.ExitCode);
            Assert.Matches($"NO daemon/metrics.txt +its metrics: /metrics answers 401 Unauthorized: {why}", outcome.Output);
        }
        finally
        {
            await guarded.DisposeAsync();
        }
    }

    [Fact]
    public async Task Support_OfSettingsThatAreWrong_SaysWhatIsWrong()
    {
        var outcome = await RunAsync("--set", "LiveGenre:Windowing:Hopp=1");

        Assert.Equal(0, outcome.ExitCode);
        using var zip = ZipFile.OpenRead(Bundle);
        Assert.Contains("LiveGenre:Windowing:Hopp is no setting of LiveGenre; did you mean Hop?", Read(zip, "settings.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Support_FileThatIsThere_IsLeftAlone()
    {
        File.WriteAllText(Bundle, "mine");

        var outcome = await RunAsync();

        Assert.Equal((1, "mine"), (outcome.ExitCode, File.ReadAllText(Bundle)));
        Assert.Contains("support.zip is there already", outcome.Error, StringComparison.Ordinal);
    }

    private static string Read(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    private Task<Livegenre.Outcome> RunAsync(params string[] arguments) =>
        Livegenre.RunAsync(["support", "--out", Bundle, "--address", "http://127.0.0.1:9", "--set", $"LiveGenre:DataFolder={_folder.FullName}", .. arguments]);
}
