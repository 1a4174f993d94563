using System.ComponentModel.DataAnnotations;

namespace LiveGenre.Daemon.Configuration;

/// <summary>The format that a station declares, and reports judge. Section <c>LiveGenre:Format</c>, and <c>LiveGenre:Sources:N:Format</c>, whose lists stand instead; docs/reports.md.</summary>
public sealed class FormatOptions
{
    /// <summary>How the station divides its days; Night, Morning, Daytime and Evening where there is none.</summary>
    public IReadOnlyList<DayPartOptions> DayParts { get; init; } = [];

    /// <summary>What shall be on air, and how much of it; none where there is none.</summary>
    public IReadOnlyList<FormatTargetOptions> Targets { get; init; } = [];

    /// <summary>Share of a row's time that must have been heard to judge it. Default 0.5; 0.01 to 1.</summary>
    [Range(0.01, 1.0)]
    public double? MinimumHeard { get; init; }
}
