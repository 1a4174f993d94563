using System.ComponentModel.DataAnnotations;

namespace LiveGenre.Daemon.Configuration;

/// <summary>A part of some days, by the local clock. Section <c>LiveGenre:Format:DayParts:N</c>.</summary>
public sealed class DayPartOptions
{
    /// <summary>What reports and targets call it.</summary>
    [Required]
    public string Name { get; init; } = "";

    /// <summary>When it begins, on a quarter of an hour.</summary>
    [Required]
    public TimeOnly? From { get; init; }

    /// <summary>When it ends, on a quarter of an hour; on the next day where it is not after <see cref="From"/>.</summary>
    [Required]
    public TimeOnly? To { get; init; }

    /// <summary>Days that it begins on: <c>Mon</c>, <c>Saturday</c>, <c>Mon-Fri</c>; none means all.</summary>
    public IReadOnlyList<string> Days { get; init; } = [];
}
