using LiveGenre.Capture;
using LiveGenre.Daemon.Administration;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Cli.Commands;

/// <summary>What <c>run</c> says once it serves: its sources, which may not answer, and why; and where to look. That it listens the log says as sound arrives.</summary>
internal static class RunBanner
{
    private const int MostNamed = 10;

    /// <param name="options">The settings.</param>
    /// <param name="reason">Why this source, where nobody named one.</param>
    /// <param name="urls">Where the page and gRPC are served.</param>
    public static void Print(LiveGenreOptions options, string reason, IReadOnlyList<string> urls)
    {
        var livegenre = ProgramName.Find();
        foreach (var source in options.Sources.Take(MostNamed))
        {
            var why = reason.Length > 0 ? $" ({reason.TrimEnd('.')})" : "";
            Console.WriteLine($"{Begin(source.Address)} {AddressSecrets.Redact(source.Address)} as '{source.Id}'{why}.");
        }
        var saved = SavedSources.Of(options);
        foreach (var (id, address) in saved.Take(MostNamed - Math.Min(MostNamed, options.Sources.Count)))
        {
            Console.WriteLine($"{Begin(address)} {address} as '{id}' (added while the daemon ran).");
        }
        if (options.Sources.Count + saved.Count > MostNamed)
        {
            Console.WriteLine($"and {options.Sources.Count + saved.Count - MostNamed} more.");
        }
        if (options.Sources.Count + saved.Count == 0)
        {
            Console.WriteLine($"Listening to nothing yet.{(reason.Length > 0 ? " " + reason : "")} Choose on the page what it shall be, or '{livegenre} sources add'.");
        }
        Console.WriteLine($"  page  {urls[0]}");
        Console.WriteLine($"  gRPC  {urls[1]}   {livegenre} watch --address {urls[1]}");
        Console.WriteLine("Ctrl+C ends it.");
    }

    private static string Begin(string address) =>
        AudioSourceAddress.TryParse(address, out var parsed, out _) && parsed.IsLive ? "Connecting to" : "Opening";
}
