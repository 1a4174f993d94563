namespace LiveGenre.EndToEnd.Tests.Support;

/// <summary>What a test's daemon listens to, and how it differs from its defaults.</summary>
internal sealed record DaemonSetup
{
    /// <summary>Ids and addresses.</summary>
    public IReadOnlyList<(string Id, string Address)> Sources { get; init; } = [];

    /// <summary>Settings by their keys below <c>LiveGenre:</c>.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings { get; init; } = [];

    /// <summary>Environment variables.</summary>
    public IReadOnlyList<(string Name, string Value)> Environment { get; init; } = [];

    /// <summary>The command line of <c>livegenre</c>, with ports that are free.</summary>
    public IEnumerable<string> Arguments()
    {
        var sources = Sources.Index().SelectMany(s => new[]
        {
            ($"Sources:{s.Index}:Id", s.Item.Id),
            ($"Sources:{s.Index}:Address", s.Item.Address),
        });
        (string, string)[] ports = [("Serving:PageUrl", "http://127.0.0.1:0"), ("Serving:GrpcUrl", "http://127.0.0.1:0")];
        (string, string) data = ("DataFolder", Path.Combine(AppContext.BaseDirectory, "data")); // never that of who runs the tests
        // A test that is about history names its store; all others leave nothing behind.
        (string, string) history = ("History:Store", "memory");
        return ((IEnumerable<(string Key, string Value)>)[.. ports, data, history, .. sources, .. Settings])
            .SelectMany(s => new[] { "--set", $"LiveGenre:{s.Key}={s.Value}" })
            .Prepend("run");
    }
}
