using System.IO.Enumeration;

namespace LiveGenre.Cli.Files;

/// <summary>Finds audio files.</summary>
internal static class AudioFiles
{
    /// <summary>Extensions that a file in a folder is known by; a file that is named itself may have any.</summary>
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".aac", ".ac3", ".aif", ".aifc", ".aiff", ".ape", ".au", ".caf", ".flac", ".m4a", ".m4b", ".mka", ".mp2", ".mp3",
        ".mp4", ".mpc", ".oga", ".ogg", ".opus", ".tta", ".wav", ".wave", ".webm", ".wma", ".wv",
    };

    /// <summary>The files that arguments mean, in order: a file as it is named, a folder as all audio in and below it, by path.</summary>
    /// <param name="arguments">Paths.</param>
    /// <param name="errors">A sentence for each folder that holds no audio or may not be read.</param>
    public static IReadOnlyList<string> Expand(IEnumerable<string> arguments, out IReadOnlyList<string> errors)
    {
        var (files, problems) = (new List<string>(), new List<string>());
        foreach (var argument in arguments)
        {
            if (!Directory.Exists(argument))
            {
                files.Add(argument);
            }
            else if (Below(argument, out var problem) is { Count: > 0 } found)
            {
                files.AddRange(found);
            }
            else
            {
                problems.Add(problem ?? $"'{argument}' holds no audio file: none that ends in {string.Join(", ", Extensions.Order())}.");
            }
        }
        errors = problems;
        return files;
    }

    /// <summary>All audio in and below a folder, by path. Links to folders are not followed, so that none goes in circles.</summary>
    /// <param name="folder">Where to look.</param>
    /// <param name="error">Why nothing was found, where a folder may not be read.</param>
    public static IReadOnlyList<string> Below(string folder, out string? error)
    {
        error = null;
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.Hidden };
        try
        {
            return
            [
                .. new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), options)
                {
                    ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && Extensions.Contains(Path.GetExtension(entry.FileName).ToString()),
                    ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
                }.Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            error = $"'{folder}' cannot be read: {unreadable.Message}";
            return [];
        }
    }
}
