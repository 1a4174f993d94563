using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Administration;

/// <summary>Writes files that only their owner may read, as a whole or not at all, whatever happens in between.</summary>
internal static class WholeFile
{
    /// <summary>Replaces the file's content; its folder is made where it is missing.</summary>
    /// <exception cref="IOException">It cannot be written; what stood there before still does.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        OwnersOnly.CreateFolder(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Environment.ProcessId}.new";
        try
        {
            using (var file = new FileStream(draft, OwnersOnly.Options(FileMode.Create, FileAccess.Write)))
            {
                file.Write(content);
                file.Flush(flushToDisk: true); // before the name points to it
            }
            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
