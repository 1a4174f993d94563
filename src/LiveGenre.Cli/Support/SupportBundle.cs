using System.Globalization;
using System.IO.Compression;
using System.Text;
using LiveGenre.Capture;

namespace LiveGenre.Cli.Support;

/// <summary>The parts of what <c>livegenre support</c> collects. Whatever is added loses its secrets first.</summary>
/// <param name="secrets">What must stand nowhere, longest first.</param>
internal sealed class SupportBundle(IReadOnlyList<string> secrets)
{
    private const string Mask = "***";

    private readonly List<Part> _parts = [];

    /// <summary>Adds a part.</summary>
    /// <param name="name">Name of its file.</param>
    /// <param name="about">What is in it, a sentence.</param>
    /// <param name="text">It.</param>
    public void Add(string name, string about, string text) => _parts.Add(new(name, about, Redact(text)));

    /// <summary>Collects a part; what keeps it from being collected is said in its place.</summary>
    public async Task AddAsync(string name, string about, Func<Task<string>> collect)
    {
        try
        {
            Add(name, about, await collect());
        }
        catch (Exception error) when (error is not OperationCanceledException || error.InnerException is TimeoutException) // a daemon that hangs is one to report on
        {
            var why = Redact(error.Message);
            _parts.Add(new(name, about, $"Not collected: {why}\n", why));
        }
    }

    /// <summary>Writes everything, a manifest first, into a new file that only its owner may read.</summary>
    /// <exception cref="CommandFailedException">It cannot be written, or is there already.</exception>
    public void Write(FileInfo file)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }
            using var zip = new ZipArchive(new FileStream(file.FullName, options), ZipArchiveMode.Create);
            Write(zip, "MANIFEST.txt", Manifest());
            foreach (var part in _parts)
            {
                Write(zip, part.Name, part.Text);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file} cannot be written: {error.Message}");
        }
    }

    /// <summary>What is in it, and what is not.</summary>
    public string Manifest()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"LiveGenre support bundle, {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm:ss} UTC");
        text.AppendLine();
        foreach (var part in _parts.Where(p => p.Missing is null))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"   {part.Name,-22} {part.Text.Length,9:N0} characters  {part.About}");
        }
        foreach (var part in _parts.Where(p => p.Missing is not null))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"NO {part.Name,-22} {part.About}: {part.Missing}");
        }
        text.AppendLine();
        text.AppendLine("Every secret of the settings and of the sources that were added stands as *** in every part: passwords, keys, webhook");
        text.AppendLine("URLs, connection strings, arguments of alert commands, and what follows token=, key=, password= and the like in a URL.");
        text.AppendLine("Not masked: names of machines, users, sources and devices, and addresses of the network. Read it before you pass it on.");
        return text.ToString();
    }

    private string Redact(string text) =>
        AddressSecrets.Redact(secrets.Aggregate(text, (left, secret) => left.Replace(secret, Mask, StringComparison.Ordinal)));

    private static void Write(ZipArchive zip, string name, string text)
    {
        using var entry = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
        entry.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <param name="Name">Name of its file.</param>
    /// <param name="About">What is in it, or would be.</param>
    /// <param name="Text">It, or why it is missing.</param>
    /// <param name="Missing">Why it is missing; null where it is not.</param>
    private sealed record Part(string Name, string About, string Text, string? Missing = null);
}
