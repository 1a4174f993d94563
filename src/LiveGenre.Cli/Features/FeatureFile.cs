namespace LiveGenre.Cli.Features;

/// <summary>An audio file and where its mel frames go.</summary>
/// <param name="Audio">The audio file.</param>
/// <param name="Features">OUT/&lt;its path below DIR, with .npy for its extension&gt;.</param>
internal readonly record struct FeatureFile(string Audio, string Features)
{
    /// <summary>Whether the mel frames are there and younger than the audio.</summary>
    public bool IsUpToDate => File.Exists(Features) && File.GetLastWriteTimeUtc(Features) >= File.GetLastWriteTimeUtc(Audio);

    /// <summary>Says where each file's mel frames go.</summary>
    /// <param name="folder">DIR.</param>
    /// <param name="audio">Files below it.</param>
    /// <param name="output">OUT.</param>
    /// <param name="errors">A sentence for each two files whose mel frames would overwrite each other; neither is among the answers.</param>
    public static IReadOnlyList<FeatureFile> Plan(string folder, IEnumerable<string> audio, string output, out IReadOnlyList<string> errors)
    {
        var twins = audio
            .Select(file => new FeatureFile(file, Path.Combine(output, Path.ChangeExtension(Path.GetRelativePath(folder, file), ".npy"))))
            .GroupBy(file => file.Features, StringComparer.Ordinal)
            .ToLookup(group => group.Skip(1).Any());
        errors =
        [
            .. twins[true].Select(group =>
                $"{string.Join(" and ", group.Select(file => $"'{file.Audio}'"))} would both be written to '{group.Key}'; rename one of them."),
        ];
        return [.. twins[false].SelectMany(group => group)];
    }
}
