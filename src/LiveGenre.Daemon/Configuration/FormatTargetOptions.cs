using System.ComponentModel.DataAnnotations;

namespace LiveGenre.Daemon.Configuration;

/// <summary>How much of one thing shall be on air: about a share, or within bounds. Section <c>LiveGenre:Format:Targets:N</c>.</summary>
public sealed class FormatTargetOptions
{
    /// <summary>A genre of the model, or <c>unknown</c>, as a share of the music heard. This or <see cref="Activity"/>.</summary>
    public string Label { get; init; } = "";

    /// <summary>A kind of sound, as a share of all that was heard. This or <see cref="Label"/>.</summary>
    public FormatActivity? Activity { get; init; }

    /// <summary>The share to be met, give or take <see cref="Tolerance"/>; 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double? Share { get; init; }

    /// <summary>How far off <see cref="Share"/> is still met. Default 0.1; 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double? Tolerance { get; init; }

    /// <summary>The least share; 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double? Minimum { get; init; }

    /// <summary>The largest share; 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double? Maximum { get; init; }

    /// <summary>Name of the day part that it is for; empty for all of the time.</summary>
    public string DayPart { get; init; } = "";
}
