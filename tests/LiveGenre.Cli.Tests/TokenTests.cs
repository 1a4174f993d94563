using LiveGenre.Cli.Tests.Support;

namespace LiveGenre.Cli.Tests;

public sealed class TokenTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Token_CreatedListedAndRevoked_IsShownOnceAndKeptAsAHash()
    {
        var created = await RunAsync("create", "--name", "anna", "--role", "admin");
        var another = await RunAsync("create", "--name", "studio");
        await RunAsync("revoke", "studio");
        var again = await RunAsync("create", "--name", "anna");
        var list = await RunAsync("list");
        var json = await RunAsync("list", "--format", "json");
        var kept = File.ReadAllText(Path.Combine(_folder.FullName, "tokens.json"));
        var revoked = await RunAsync("revoke", "anna");
        var twice = await RunAsync("revoke", "anna");

        Assert.Matches("^lg_[A-Za-z0-9_-]{43}\n$", created.Output);
        Assert.Contains("it is the first: from now on the daemon asks every program and page for a token", created.Error, StringComparison.Ordinal);
        Assert.Empty(another.Error);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("there is a token 'anna' already", again.Error, StringComparison.Ordinal);
        Assert.Matches("anna +admin", list.Output);
        var token = Assert.Single(json.JsonLines);
        Assert.Equal(("anna", "admin"), (token.GetProperty("name").GetString(), token.GetProperty("role").GetString()));
        Assert.InRange(DateTimeOffset.UtcNow - token.GetProperty("create_time").GetDateTimeOffset(), TimeSpan.Zero, TimeSpan.FromHours(1));
        Assert.Contains("sha256:", kept, StringComparison.Ordinal);
        Assert.DoesNotContain(created.Output.Trim(), kept, StringComparison.Ordinal);
        Assert.Equal((0, 1), (revoked.ExitCode, twice.ExitCode));
        Assert.Contains("It was the last", revoked.Output, StringComparison.Ordinal);
        Assert.Contains("has no token 'anna'; it has none", twice.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token create --name", "--name needs a value")]
    [InlineData("token create --name ../anna", "--name ../anna is not allowed")]
    [InlineData("token create --name anna --role root", "--role root is not allowed; one of read, admin.")]
    [InlineData("sources add web", "ADDRESS is missing")]
    [InlineData("sources list --token two,words", "--token is not allowed")]
    [InlineData("model swap", "ID is missing")]
    public async Task Run_WithWrongUsage_SaysWhatIsWrongAndWhereToReadMore(string arguments, string message)
    {
        var outcome = await Livegenre.RunAsync(arguments.Split(' '));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
        Assert.Contains($"See 'livegenre {string.Join(' ', arguments.Split(' ').Take(2))} --help'.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sources_WithoutADaemon_SaysHowToStartOne()
    {
        var outcome = await Livegenre.RunAsync("sources", "list", "--address", "http://127.0.0.1:9");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("no LiveGenre daemon answers at http://127.0.0.1:9", outcome.Error, StringComparison.Ordinal);
    }

    private Task<Livegenre.Outcome> RunAsync(string command, params string[] arguments) =>
        Livegenre.RunAsync(["token", command, .. arguments, "--set", $"LiveGenre:DataFolder={_folder.FullName}"]);
}
