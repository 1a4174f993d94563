using LiveGenre.Core.Decisions;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>How labels are spelled for people and programs.</summary>
public static class LabelNames
{
    /// <summary>Music, and no genre is certain enough.</summary>
    public const string Unknown = "unknown";

    /// <summary>No genre applies: silence, speech or noise.</summary>
    public const string None = "none";

    /// <summary>The label with index <paramref name="label"/>, or one of the two that stand for none.</summary>
    public static string Of(int label, IReadOnlyList<string> labels) => label switch
    {
        GenreLabel.None => None,
        GenreLabel.Unknown => Unknown,
        _ => labels[label],
    };
}
