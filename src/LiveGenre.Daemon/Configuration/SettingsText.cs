using System.Collections;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using LiveGenre.Capture;

namespace LiveGenre.Daemon.Configuration;

/// <summary>Settings as they may be shown to others, and what must not be.</summary>
public static class SettingsText
{
    /// <summary>Shorter ones stand in every text, and hide nothing.</summary>
    private const int ShortestSecret = 4;

    /// <summary>Every setting that holds, defaults included: a line each, its full key and its value, secrets masked.</summary>
    public static IReadOnlyList<string> Lines(LiveGenreOptions options)
    {
        var lines = new List<string>();
        Walk(LiveGenreOptions.Section, options, (key, value) => lines.Add($"{key} = {Show(value)}"));
        return lines;
    }

    /// <summary>Every secret in the settings: passwords, keys, tokens, and those that stand in addresses. Longest first.</summary>
    public static IReadOnlyList<string> Secrets(LiveGenreOptions options)
    {
        var secrets = new List<string>();
        Walk(LiveGenreOptions.Section, options, (_, value) => secrets.AddRange(value switch
        {
            Secret secret => [secret.Reveal(), .. PasswordsOf(secret.Reveal()), .. AddressSecrets.SecretsOf(secret.Reveal())],
            string text => AddressSecrets.SecretsOf(text),
            _ => [],
        }));
        return [.. secrets.Where(secret => secret.Length >= ShortestSecret).Distinct().OrderByDescending(secret => secret.Length)];
    }

    private static void Walk(string key, object? value, Action<string, object> leaf)
    {
        switch (value)
        {
            case null:
                break;
            case IReadOnlyDictionary<string, string> names:
                foreach (var (name, text) in names)
                {
                    leaf($"{key}:{name}", text);
                }
                break;
            case IEnumerable items and not string:
                foreach (var (index, item) in items.Cast<object?>().Index())
                {
                    Walk($"{key}:{index}", item, leaf);
                }
                break;
            case { } section when section.GetType() is { IsClass: true } type && type != typeof(string):
                foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
                {
                    Walk($"{key}:{property.Name}", property.GetValue(section), leaf);
                }
                break;
            default:
                leaf(key, value);
                break;
        }
    }

    private static string Show(object value) => value switch
    {
        string text => AddressSecrets.Redact(text),
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "", // a secret masks itself
    };

    /// <summary>What a connection string calls a password, if it is one.</summary>
    private static List<string> PasswordsOf(string text)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = text };
            return parts.Keys.Cast<string>().Where(key => key.Contains("pass", StringComparison.OrdinalIgnoreCase) || key.Contains("pwd", StringComparison.OrdinalIgnoreCase))
                .Select(key => parts[key].ToString() ?? "").ToList();
        }
        catch (ArgumentException)
        {
            return []; // it is none
        }
    }
}
