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
        var options = Read(configuration, out var errors);
        return errors.Messages.Count == 0 ? options : throw new SettingsException(errors.Messages);
    }

    /// <summary>As above, for whoever can make use of what is right.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="errors">All that is wrong with them.</param>
    /// <returns>The settings; a value that does not parse is left at its default.</returns>
    public static LiveGenreOptions Read(IConfiguration configuration, out SettingsErrors errors)
    {
        errors = new();
        foreach (var child in configuration.GetChildren().Where(child => !Sections.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
        {
            errors.AddValue(child.Path, $"{child.Path} is no setting; {SuggestPath(child.Key) ?? $"settings begin with {LiveGenreOptions.Section}:, such as LiveGenre:Decisions:Margin."}");
        }
        CheckLogging(configuration.GetSection(Logging), errors);
        var options = (LiveGenreOptions)ReadObject(configuration.GetSection(LiveGenreOptions.Section), typeof(LiveGenreOptions), errors);
        CrossFieldRules.Check(options, errors);
        return options;
    }

    private static void CheckLogging(IConfigurationSection logging, SettingsErrors errors)
    {
        foreach (var level in logging.GetChildren().Prepend(logging).SelectMany(place => place.GetSection(nameof(LogLevel)).GetChildren()))
        {
            if (!string.IsNullOrEmpty(level.Value) && !Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out _))
            {
                errors.AddValue(level.Path, $"{level.Path} = \"{level.Value}\" is not allowed; one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");
            }
        }
        var formatter = logging.GetSection("Console:FormatterName");
        if (!string.IsNullOrEmpty(formatter.Value) && !LogFormatters.Contains(formatter.Value, StringComparer.OrdinalIgnoreCase))
        {
            errors.AddValue(formatter.Path, $"{formatter.Path} = \"{formatter.Value}\" is not allowed; one of {string.Join(", ", LogFormatters)}.");
        }
    }

    private static object ReadObject(IConfigurationSection section, Type type, SettingsErrors errors)
    {
        var result = Activator.CreateInstance(type)!;
        var properties = PropertiesOf(type);
        RequireNoValue(section, $"it holds {string.Join(", ", properties.Select(p => p.Name))}", errors);
        foreach (var child in section.GetChildren())
        {
            if (Array.Find(properties, p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is not { } property)
            {
                errors.AddValue(child.Path, $"{child.Path} is no setting of LiveGenre; {Suggest(child.Key, properties)}");
            }
            else if (ReadValue(child, property, errors) is { } value)
            {
                property.SetValue(result, value);
            }
        }
        foreach (var property in properties.Where(p => p.GetCustomAttribute<RequiredAttribute>() is not null))
        {
            if (string.IsNullOrEmpty(section[property.Name] ?? property.GetValue(result) as string))
            {
                errors.AddValue($"{section.Path}:{property.Name}", $"{section.Path}:{property.Name} is missing; {DescribeAllowed(property)}.");
            }
        }
        return result;
    }

    /// <summary>What a property is to hold; null where it is to keep its default.</summary>
    private static object? ReadValue(IConfigurationSection child, PropertyInfo property, SettingsErrors errors)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (!type.IsValueType && type != typeof(string))
        {
            return ReadSection(child, type, errors);
        }
        if (TryParse(IsSize(property) ? ByteSize.ToDigits(child.Value) : child.Value, type, out var value)
            && property.GetCustomAttributes<ValidationAttribute>().All(rule => rule is RequiredAttribute || rule.IsValid(value)))
        {
            return value;
        }
        errors.AddValue(child.Path, $"{child.Path} = \"{child.Value}\" is not allowed; {DescribeAllowed(property)}.");
        return null;
    }

    /// <summary>Names, a list, or an object within another.</summary>
    private static object? ReadSection(IConfigurationSection section, Type type, SettingsErrors errors)
    {
        var children = section.GetChildren().ToList();
        if (type == typeof(IReadOnlyDictionary<string, string>))
        {
            foreach (var entry in children.Where(entry => string.IsNullOrEmpty(entry.Value)))
            {
                errors.AddValue(entry.Path, $"{entry.Path} = \"{entry.Value}\" is not allowed; some text.");
            }
            return children.ToDictionary(entry => entry.Key, entry => entry.Value ?? "");
        }
        if (!type.IsAssignableTo(typeof(IEnumerable)))
        {
            return children.Count > 0 || !string.IsNullOrEmpty(section.Value) ? ReadObject(section, type, errors) : null;
        }
        RequireNoValue(section, $"a list: {section.Path}:0 and so on", errors);
        var item = type.GetGenericArguments()[0];
        var list = Array.CreateInstance(item, children.Count);
        foreach (var (index, element) in children.Index())
        {
            list.SetValue(ReadItem(element, item, errors), index);
        }
        // Rules between settings call an item by its place.
        if (children.Where((element, index) => element.Key != index.ToString(CultureInfo.InvariantCulture)).FirstOrDefault() is { } misplaced)
        {
            errors.AddValue(section.Path, $"{misplaced.Path} is no setting; a list's items are numbered from 0 without gaps.");
        }
        return list;
    }

    private static void RequireNoValue(IConfigurationSection section, string allowed, SettingsErrors errors)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            errors.AddValue(section.Path, $"{section.Path} = \"{section.Value}\" is not allowed; {allowed}.");
        }
    }

    private static object ReadItem(IConfigurationSection element, Type type, SettingsErrors errors)
    {
        if (type.IsClass && type != typeof(string))
        {
            return ReadObject(element, type, errors);
        }
        if (element.Value is { } text && TryParse(text, type, out var value))
        {
            return value!;
        }
        errors.AddValue(element.Path, $"{element.Path} = \"{element.Value}\" is not allowed; some text.");
        return type == typeof(string) ? "" : Activator.CreateInstance(type)!;
    }

    private static PropertyInfo[] PropertiesOf(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static bool TryParse(string? text, Type type, out object? value)
    {
        value = type == typeof(Secret) ? new Secret(text ?? "") : text;
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

    private static bool IsSize(PropertyInfo property) => property.Name.EndsWith("Bytes", StringComparison.Ordinal);

    private static string DescribeAllowed(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var range = property.GetCustomAttribute<RangeAttribute>();
        return (range, type) switch
        {
            ({ ErrorMessage: { } allowed }, _) => allowed,
            ({ } r, _) when IsSize(property) => $"a size from {ByteSize.ToText(r.Minimum)} to {ByteSize.ToText(r.Maximum)}, {ByteSize.Units}",
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
        var names = properties.Select(p => p.Name).ToList();
        return Spelling.Nearest(key, names) is { } nearest
            ? $"did you mean {nearest}?"
            : SuggestPath(key) ?? $"there are {string.Join(", ", names)}.";
    }

    /// <summary>For a key that lacks what stands before it, or has it misspelt; null where none is near.</summary>
    private static string? SuggestPath(string key)
    {
        var nearest = Sections.Concat(PathsOf(LiveGenreOptions.Section, typeof(LiveGenreOptions)))
            .GroupBy(path => path[(path.LastIndexOf(':') + 1)..], StringComparer.OrdinalIgnoreCase).MinBy(paths => Spelling.Distance(key, paths.Key))!;
        return Spelling.IsNear(key, nearest.Key) ? $"did you mean {string.Join(" or ", nearest)}?" : null;
    }

    /// <summary>The keys of all sections and of what stands in them, lists' items excepted.</summary>
    private static IEnumerable<string> PathsOf(string section, Type type) => PropertiesOf(type)
        .SelectMany(p => p.PropertyType.IsClass && p.PropertyType != typeof(string)
            ? PathsOf($"{section}:{p.Name}", p.PropertyType).Prepend($"{section}:{p.Name}")
            : [$"{section}:{p.Name}"]);
}
