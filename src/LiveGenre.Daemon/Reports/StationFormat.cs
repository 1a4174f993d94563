using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Reports;

/// <summary>The format that holds for a source: its own lists, else the general ones.</summary>
/// <param name="DayParts">At least one; they do not overlap.</param>
/// <param name="Targets">May be none.</param>
/// <param name="MinimumHeard">Share of a row's time that must have been heard to judge it.</param>
internal sealed record StationFormat(IReadOnlyList<DayPart> DayParts, IReadOnlyList<FormatTarget> Targets, double MinimumHeard)
{
    private const double DefaultMinimumHeard = 0.5;

    /// <summary>The format of a source.</summary>
    /// <param name="options">All settings, checked.</param>
    /// <param name="source">Its settings; null for a source that is only in history.</param>
    public static StationFormat Of(LiveGenreOptions options, SourceOptions? source)
    {
        FormatOptions[] formats = [source?.Format ?? new(), options.Format];
        var parts = formats.FirstOrDefault(f => f.DayParts.Count > 0)?.DayParts.Select(DayPart.Declared);
        var targets = formats.FirstOrDefault(f => f.Targets.Count > 0)?.Targets.Select(FormatTarget.Declared);
        return new(
            parts is null ? DayPart.Usual : [.. parts],
            targets is null ? [] : [.. targets],
            formats[0].MinimumHeard ?? formats[1].MinimumHeard ?? DefaultMinimumHeard);
    }
}
