using System.Globalization;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Reports;

namespace LiveGenre.Daemon.Configuration;

/// <summary>What must hold between the settings of formats.</summary>
internal static class FormatRules
{
    private const int QuartersOfAWeek = 7 * 24 * 4;

    /// <summary>Checks the general format and those of sources.</summary>
    public static void Check(LiveGenreOptions options, SettingsErrors errors)
    {
        foreach (var (key, format, general) in Formats(options))
        {
            Check(format, general, key, errors);
        }
    }

    /// <summary>Checks one format.</summary>
    /// <param name="format">The format.</param>
    /// <param name="general">The one that stands where it says nothing.</param>
    /// <param name="key">What errors call it.</param>
    /// <param name="errors">Gets what is wrong.</param>
    public static void Check(FormatOptions format, FormatOptions general, string key, SettingsErrors errors)
    {
        foreach (var (index, part) in format.DayParts.Index())
        {
            CheckDayPart(part, $"{key}:DayParts:{index}", errors);
        }
        if (errors.AreRight($"{key}:DayParts"))
        {
            CheckOverlaps(format.DayParts, key, errors);
        }
        foreach (var (index, target) in format.Targets.Index())
        {
            CheckTarget(target, $"{key}:Targets:{index}", errors);
        }
        CheckDayPartNames(format, general, key, errors);
        foreach (var twin in format.Targets.Index().GroupBy(t => (t.Item.Label, t.Item.Activity, t.Item.DayPart)).Where(same => same.Count() > 1))
        {
            errors.AddRule($"{key}:Targets:{twin.Last().Index} is about the same as {key}:Targets:{twin.First().Index}; Minimum and Maximum fit into one.",
                [.. SubjectKeys($"{key}:Targets:{twin.Last().Index}"), .. SubjectKeys($"{key}:Targets:{twin.First().Index}")]);
        }
    }

    /// <summary>What reading the configuration checks of each share, for a format that comes from elsewhere.</summary>
    public static void CheckShares(FormatOptions format, string key, SettingsErrors errors)
    {
        foreach (var (index, target) in format.Targets.Index())
        {
            foreach (var (name, value) in new[]
            {
                (nameof(target.Share), target.Share), (nameof(target.Tolerance), target.Tolerance),
                (nameof(target.Minimum), target.Minimum), (nameof(target.Maximum), target.Maximum),
            })
            {
                if (value is not (null or (>= 0 and <= 1)))
                {
                    errors.AddValue($"{key}:Targets:{index}:{name}",
                        string.Create(CultureInfo.InvariantCulture, $"{key}:Targets:{index}:{name} = \"{value}\" is not allowed; a number from 0 to 1."));
                }
            }
        }
    }

    /// <summary>The genres that targets name must be the model's, as the station calls them.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="labels">The names of genres that decisions can have.</param>
    /// <param name="modelId">The model, for the message.</param>
    /// <exception cref="SettingsException">One is not.</exception>
    public static void CheckLabels(LiveGenreOptions options, IReadOnlyList<string> labels, string modelId)
    {
        var errors = new List<string>();
        foreach (var (key, format, _) in Formats(options))
        {
            CheckLabels(format, key, labels, modelId, errors);
        }
        if (errors.Count > 0)
        {
            throw new SettingsException(errors);
        }
    }

    /// <summary>As above, for one format.</summary>
    /// <param name="format">The format.</param>
    /// <param name="key">What errors call it.</param>
    /// <param name="labels">The names of genres that decisions can have.</param>
    /// <param name="modelId">The model, for the message.</param>
    /// <param name="errors">Gets what is wrong.</param>
    public static void CheckLabels(FormatOptions format, string key, IReadOnlyList<string> labels, string modelId, List<string> errors) => errors.AddRange(
        from target in format.Targets.Index()
        let label = target.Item.Label
        where label.Length > 0 && label != LabelNames.Unknown && !labels.Contains(label, StringComparer.Ordinal)
        select $"{key}:Targets:{target.Index}:Label = \"{label}\" is no genre of model {modelId}; there are {string.Join(", ", labels)} and {LabelNames.Unknown}.");

    /// <summary>Each format, under its key, and the one that stands where it says nothing.</summary>
    private static IEnumerable<(string Key, FormatOptions Format, FormatOptions General)> Formats(LiveGenreOptions options)
    {
        const string root = LiveGenreOptions.Section;
        yield return ($"{root}:Format", options.Format, options.Format);
        foreach (var (index, source) in options.Sources.Index())
        {
            if (source.Format is { } own)
            {
                yield return ($"{root}:Sources:{index}:Format", own, options.Format);
            }
        }
    }

    private static void CheckDayPart(DayPartOptions part, string key, SettingsErrors errors)
    {
        foreach (var (name, at) in new[] { (nameof(part.From), part.From), (nameof(part.To), part.To) })
        {
            if (at is { } time && time.Ticks % History.AirtimeKey.QuarterHour.Ticks != 0)
            {
                errors.AddRule($"{key}:{name} = \"{time.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}\" is not on a quarter of an hour, in which air time is counted; such as {time.ToString("HH", CultureInfo.InvariantCulture)}:00.", $"{key}:{name}");
            }
        }
        foreach (var (index, day) in part.Days.Index().Where(day => !DayPart.TryParseDays(day.Item, out _)))
        {
            errors.AddValue($"{key}:Days:{index}", $"{key}:Days:{index} = \"{day}\" is not allowed; a day such as Mon or Saturday, or days such as Mon-Fri.");
        }
    }

    private static void CheckOverlaps(IReadOnlyList<DayPartOptions> parts, string key, SettingsErrors errors)
    {
        var taken = new int?[QuartersOfAWeek];
        foreach (var (index, part) in parts.Select(DayPart.Declared).Index())
        {
            var clash = part.QuartersOfTheWeek().Select(quarter => taken[quarter % QuartersOfAWeek]).FirstOrDefault(t => t is not null);
            if (clash is { } other)
            {
                errors.AddRule($"{key}:DayParts:{index} ({part.Name}) overlaps {key}:DayParts:{other} ({parts[other].Name}); each moment belongs to one day part at the most.",
                    $"{key}:DayParts:{index}:From");
            }
            foreach (var quarter in part.QuartersOfTheWeek())
            {
                taken[quarter % QuartersOfAWeek] ??= index;
            }
        }
    }

    private static void CheckTarget(FormatTargetOptions target, string key, SettingsErrors errors)
    {
        if (target.Label.Length > 0 == target.Activity is not null)
        {
            errors.AddRule($"{key} needs either Label, a genre, or Activity, one of {string.Join(", ", Enum.GetNames<FormatActivity>())}.", $"{key}:Label", $"{key}:Activity");
        }
        if (target is { Share: null, Minimum: null, Maximum: null })
        {
            errors.AddRule($"{key} sets no share; Share and Tolerance, or Minimum, Maximum or both.", $"{key}:Share", $"{key}:Minimum", $"{key}:Maximum");
        }
        if (target.Share is not null && (target.Minimum ?? target.Maximum) is not null)
        {
            errors.AddRule($"{key}:Share goes with Tolerance; remove it, or Minimum and Maximum.", $"{key}:Share", $"{key}:Minimum", $"{key}:Maximum");
        }
        if (target is { Share: null, Tolerance: not null })
        {
            errors.AddRule($"{key}:Tolerance goes with Share, which is missing.", $"{key}:Tolerance", $"{key}:Share");
        }
        if (target.Minimum > target.Maximum)
        {
            errors.AddRule(string.Create(CultureInfo.InvariantCulture, $"{key}:Minimum = {target.Minimum} is above Maximum ({target.Maximum}); it must not be."),
                $"{key}:Minimum", $"{key}:Maximum");
        }
    }

    /// <summary>Targets must name day parts that their source has: its own, the general ones, or the usual ones.</summary>
    private static void CheckDayPartNames(FormatOptions format, FormatOptions general, string key, SettingsErrors errors)
    {
        var parts = new[] { format.DayParts, general.DayParts }.FirstOrDefault(p => p.Count > 0) is { } own
            ? own.Select(p => p.Name).Distinct().ToList()
            : [.. DayPart.Usual.Select(p => p.Name)];
        string[] names = [.. NameKeys(key, format), .. NameKeys($"{LiveGenreOptions.Section}:Format", general)];
        var isInherited = format.Targets.Count == 0;
        foreach (var (index, target) in (isInherited ? general : format).Targets.Index())
        {
            if (target.DayPart.Length > 0 && !parts.Contains(target.DayPart))
            {
                var where = isInherited ? $"{LiveGenreOptions.Section}:Format" : key;
                errors.AddRule($"{where}:Targets:{index}:DayPart = \"{target.DayPart}\" is no day part{(isInherited ? $" of {key}" : "")}; there are {string.Join(", ", parts)}.",
                    [$"{where}:Targets:{index}:DayPart", .. names]);
            }
        }
    }

    private static IEnumerable<string> NameKeys(string key, FormatOptions format) => format.DayParts.Select((_, index) => $"{key}:DayParts:{index}:Name");

    /// <summary>What tells a target from another.</summary>
    private static IEnumerable<string> SubjectKeys(string target) =>
        new[] { nameof(FormatTargetOptions.Label), nameof(FormatTargetOptions.Activity), nameof(FormatTargetOptions.DayPart) }.Select(name => $"{target}:{name}");
}
