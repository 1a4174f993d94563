namespace LiveGenre.Cli.Files;

/// <summary>What became of one file.</summary>
/// <param name="Path">As it was named.</param>
/// <param name="Value">The result; nothing where there is an error.</param>
/// <param name="Error">Why there is no result, for a person, naming the file; null where there is one.</param>
internal readonly record struct FileOutcome<T>(string Path, T? Value, string? Error)
    where T : class;
