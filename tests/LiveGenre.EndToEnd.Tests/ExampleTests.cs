using LiveGenre.EndToEnd.Tests.Support;
using Xunit.Abstractions;

namespace LiveGenre.EndToEnd.Tests;

/// <summary>The complete clients of docs/examples, as a newcomer runs them.</summary>
public sealed class ExampleTests(SubscriberDaemon subscribed, ITestOutputHelper output) : IClassFixture<SubscriberDaemon>, IDisposable
{
    private static readonly TimeSpan BuildTime = TimeSpan.FromMinutes(4); // on a busy machine

    private readonly DaemonProcess _daemon = subscribed.Daemon;
    private readonly TemporaryFolder _folder = new();

    [NeedsTheory(Need.Python, Need.Node)]
    [InlineData("watch.py", "ACTIVITY_MUSIC")]
    [InlineData("watch.js", "ACTIVITY_MUSIC")]
    [InlineData("watch.cs", "Music")]
    public async Task Watch_OfASourceThatIsOnAir_SaysAtOnceWhatIsOn(string example, string activity)
    {
        using var live = _daemon.Watch("deck");
        await live.Events.WaitForAsync(r => r.Window?.Decision.Label == KnownMusic.Label, "what is on air");
        var printed = new List<string>();

        await using var process = await StartAsync(example, "deck", printed);

        await Patience.UntilAsync(() => printed.Count >= 2, $"two lines; there are: {process.Output}{process.Errors}");
        Assert.Equal("source deck", printed[0]);
        Assert.Matches($@"^\S+ +[0-9]+%  {activity}$", printed[1]);
    }

    [NeedsTheory(Need.Python, Need.Node)]
    [InlineData("watch.py")]
    [InlineData("watch.js")]
    [InlineData("watch.cs")]
    public async Task Watch_OfNoSuchSource_SaysSoInOneLine(string example)
    {
        await using var process = await StartAsync(example, "nowhere", []);

        Assert.Equal(1, await process.WaitAsync(Patience.Short));
        Assert.Matches("^(NOT_FOUND|NotFound): There is no source 'nowhere'; there are: deck\\.\n$", process.Errors);
        Assert.Empty(process.Output);
    }

    public void Dispose()
    {
        _folder.Dispose();
        output.WriteLine(_daemon.Log);
    }

    private async Task<ChildProcess> StartAsync(string example, string source, List<string> printed)
    {
        var path = RepositoryFolder.Of("docs", "examples", example);
        void Take(string line) => printed.Add(line);
        switch (Path.GetExtension(example))
        {
            case ".py":
                await ExternalProgram.RunAsync("protoc", "-I" + RepositoryFolder.Of("protos"), "--python_out=" + _folder.Path, "livegenre/v1/livegenre.proto");
                return ChildProcess.Start(
                    StockGrpc.Python, [path, _daemon.Authority, source], [("PYTHONPATH", _folder.Path), ("PYTHONDONTWRITEBYTECODE", "1")], Take);
            case ".js":
                return ChildProcess.Start("node", [path, _daemon.Authority, source], [("NODE_PATH", RepositoryFolder.Of("tests", "fixtures", "interop", "node_modules"))], Take);
            default:
                await using (var build = ChildProcess.Start("dotnet", ["build", path, "-c", "Release", "-v", "quiet", "-o", _folder.Path], []))
                {
                    Assert.True(await build.WaitAsync(BuildTime) == 0, build.Output + build.Errors);
                }
                return ChildProcess.Start("dotnet", [Path.Combine(_folder.Path, "watch.dll"), _daemon.Authority, source], [], Take);
        }
    }
}
