using System.Globalization;

namespace LiveGenre.Cli.StreamEvaluation;

/// <summary>One item of a programme.</summary>
/// <param name="Kind">Music, talk or nothing.</param>
/// <param name="Target">What is played: LABEL or LABEL/FILE; empty for talk and pauses.</param>
/// <param name="Length">How long; null for the whole track. A track that is shorter is repeated.</param>
internal sealed record ProgrammeItem(ProgrammeItemKind Kind, string Target, TimeSpan? Length)
{
    /// <summary>Cross-fade with the item before; the truth changes in its middle.</summary>
    public TimeSpan Fade { get; init; }

    /// <summary>How long a voice speaks over the beginning of the music.</summary>
    public TimeSpan TalkOver { get; init; }

    /// <summary>The line of a script that says it.</summary>
    public override string ToString()
    {
        var target = Target.Contains(' ', StringComparison.Ordinal) ? $"\"{Target}\"" : Target;
        IEnumerable<string> words =
        [
            Kind.ToString().ToLowerInvariant(),
            target,
            Length is { } length ? Seconds(length) : "",
            Fade > TimeSpan.Zero ? $"fade {Seconds(Fade)}" : "",
            TalkOver > TimeSpan.Zero ? $"talk {Seconds(TalkOver)}" : "",
        ];
        return string.Join(' ', words.Where(word => word.Length > 0));
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}

/// <summary>What an item of a programme is.</summary>
internal enum ProgrammeItemKind
{
    /// <summary>A track.</summary>
    Play,

    /// <summary>Speech alone.</summary>
    Talk,

    /// <summary>Silence.</summary>
    Pause,
}
