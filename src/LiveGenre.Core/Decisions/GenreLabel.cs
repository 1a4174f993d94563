namespace LiveGenre.Core.Decisions;

/// <summary>Label indices that stand for no genre; the others, from 0, are positions in the model's list.</summary>
public static class GenreLabel
{
    /// <summary>Music is on, and no genre is certain enough.</summary>
    public const int Unknown = -1;

    /// <summary>No genre applies: speech, noise or silence.</summary>
    public const int None = -2;
}
