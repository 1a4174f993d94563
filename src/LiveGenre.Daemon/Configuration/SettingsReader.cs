using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using LiveGenre.Daemon.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace LiveGenre.Daemon.Configuration;

/// <summary>Turns configuration into <see cref="LiveGenreOptions"/>, or into every error at once: unknown keys, values that do not parse, values out of range.</summary>
public static class SettingsReader
{
    private const string Logging = "Logging";

    // The framework's, and our own.
    private static readonly string[] LogFormatters = [LogLines.FormatterName, ConsoleFormatterNames.Simple, ConsoleFormatterNames.Systemd, ConsoleFormatterNames.Json];

    /// <summary>What settings begin with; the second is the framework's, of which only levels and the formatter are checked.</summary>
    public static IReadOnlyList<string> Sections { get; } = [LiveGenreOptions.Section, Logging];

    /// <summary>Reads and checks section <c>LiveGenre</c>; nothing else may stand beside it and <c>Logging</c>.</summary>
    /// <exception cref="SettingsException">Anything is wrong; each message names the full key, the value and what is allowed.</exception>
    public static LiveGenreOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(LiveGenreOptions.Section);
        var errors = configuration.GetChildren().Where(child => !Sections.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            .Select(child => $"{child.Path} is no setting; {SuggestPath(child.Key)}").ToList();
        CheckLogging(configuration.GetSection(Logging), errors);
        CheckObject(section, typeof(LiveGenreOptions), errors);
        foreach (var place in section.GetSection(nameof(LiveGenreOptions.Sources)).GetChildren().Prepend<IConfiguration>(section))
        {
            CheckTimeZone(place.GetSection(nameof(LiveGenreOptions.TimeZone)), errors);
        }
        if (errors.Count > 0)
        {
            throw new SettingsException(errors);
        }
        var options = section.Get<LiveGenreOptions>() ?? new LiveGenreOptions();
        CrossFieldRules.Check(options, errors);
        return errors.Count == 0 ? options : throw new SettingsException(errors);
    }

    private static void CheckLogging(IConfigurationSection logging, List<string> errors)
    {
        foreach (var level in logging.GetChildren().Prepend(logging).SelectMany(place => place.GetSection(nameof(LogLevel)).GetChildren()))
        {
            if (!string.IsNullOrEmpty(level.Value) && !Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out _))
            {
                errors.Add($"{level.Path} = \"{level.Value}\" is not allowed; one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");
            }
        }
        var formatter = logging.GetSection("Console:FormatterName");
        if (!string.IsNullOrEmpty(formatter.Value) && !LogFormatters.Contains(formatter.Value, StringComparer.OrdinalIgnoreCase))
        {
            errors.Add($"{formatter.Path} = \"{formatter.Value}\" is not allowed; one of {string.Join(", ", LogFormatters)}.");
        }
    }

    private static void CheckObject(IConfigurationSection section, Type type, List<string> errors)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (var child in section.GetChildren())
        {
            var property = Array.Find(properties, p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                errors.Add($"{child.Path} is no setting of LiveGenre; {Suggest(child.Key, properties)}");
            }
            else
            {
                CheckValue(child, property, errors);
            }
        }
        foreach (var property in properties.Where(p => p.GetCustomAttribute<RequiredAttribute>() is not null))
        {
            var fallback = property.GetValue(Activator.CreateInstance(type)) as string;
            if (string.IsNullOrEmpty(section[property.Name] ?? fallback))
            {
                errors.Add($"{section.Path}:{property.Name} is missing; {DescribeAllowed(property)}.");
            }
        }
    }

    private static void CheckValue(IConfigurationSection child, PropertyInfo property, List<string> errors)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type == typeof(IReadOnlyDictionary<string, string>))
        {
            errors.AddRange(child.GetChildren().Where(entry => string.IsNullOrEmpty(entry.Value))
                .Select(entry => $"{entry.Path} = \"{entry.Value}\" is not allowed; some text."));
        }
        else if (type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable)))
        {
            if (!string.IsNullOrEmpty(child.Value))
            {
                errors.Add($"{child.Path} = \"{child.Value}\" is not allowed; a list: {child.Path}:0 and so on.");
            }
            var item = type.GetGenericArguments()[0];
            foreach (var element in child.GetChildren())
            {
                CheckObject(element, item, errors);
            }
        }
        else if (type.IsClass && type != typeof(string))
        {
            CheckObject(child, type, errors);
        }
        else if (!TryParse(child.Value, type, out var value)
            || property.GetCustomAttributes<ValidationAttribute>().Any(rule => rule is not RequiredAttribute && !rule.IsValid(value)))
        {
            errors.Add($"{child.Path} = \"{child.Value}\" is not allowed; {DescribeAllowed(property)}.");
        }
    }

    private static void CheckTimeZone(IConfigurationSection zone, List<string> errors)
    {
        if (zone.Value is { Length: > 0 } id && !TimeZones.TryFind(id, out _))
        {
            errors.Add($"{zone.Path} = \"{id}\" is no time zone that this system knows; {TimeZones.Explain(id)}");
        }
    }

    private static bool TryParse(string? text, Type type, out object? value)
    {
        value = text;
        if (type == typeof(string) || type == typeof(Secret) || string.IsNullOrEmpty(text))
        {
            return type == typeof(string) || type == typeof(Secret);
        }
        if (type.IsEnum)
        {
            // Enum.TryParse takes any number; only names are settings.
            var isName = Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase);
            value = isName ? Enum.Parse(type, text, ignoreCase: true) : null;
            return isName;
        }
        try
        {
            value = TypeDescriptor.GetConverter(type).ConvertFromString(null, CultureInfo.InvariantCulture, text);
            return true;
        }
        catch (Exception error) when (error is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    private static string DescribeAllowed(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var range = property.GetCustomAttribute<RangeAttribute>();
        return (range, type) switch
        {
            ({ ErrorMessage: { } allowed }, _) => allowed,
            ({ } r, _) when type == typeof(TimeSpan) => $"a time (hh:mm:ss) from {r.Minimum} to {r.Maximum}",
            ({ } r, _) => string.Create(CultureInfo.InvariantCulture, $"a number from {r.Minimum} to {r.Maximum}"),
            (_, { IsEnum: true }) => $"one of {string.Join(", ", Enum.GetNames(type))}",
            _ when property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed => $"one of {string.Join(", ", allowed.Values)}",
            _ when property.GetCustomAttribute<RegularExpressionAttribute>() is not null => "1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or digit",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(TimeOnly) => "a time of day from 00:00 to 23:59",
            _ => "some text",
        };
    }

    private static string Suggest(string key, PropertyInfo[] properties)
    {
        var nearest = properties.Select(p => p.Name).MinBy(name => Distance(key, name))!;
        return Distance(key, nearest) <= Math.Max(2, key.Length / 3)
            ? $"did you mean {nearest}?"
            : $"there are {string.Join(", ", properties.Select(p => p.Name))}.";
    }

    /// <summary>For a key that lacks what stands before it, or has it misspelt.</summary>
    private static string SuggestPath(string key)
    {
        var nearest = Sections.Concat(PathsOf(LiveGenreOptions.Section, typeof(LiveGenreOptions)))
            .GroupBy(path => Distance(key, path[(path.LastIndexOf(':') + 1)..])).MinBy(paths => paths.Key)!;
        return nearest.Key <= Math.Max(2, key.Length / 3)
            ? $"did you mean {string.Join(" or ", nearest)}?"
            : $"settings begin with {LiveGenreOptions.Section}:, such as LiveGenre:Decisions:Margin.";
    }

    /// <summary>The keys of all sections and of what stands in them, lists' items excepted.</summary>
    private static IEnumerable<string> PathsOf(string section, Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .SelectMany(p => p.PropertyType.IsClass && p.PropertyType != typeof(string)
            ? PathsOf($"{section}:{p.Name}", p.PropertyType).Prepend($"{section}:{p.Name}")
            : [$"{section}:{p.Name}"]);

    /// <summary>Levenshtein's distance, ignoring case.</summary>
    public static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = diagonal + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }
}
