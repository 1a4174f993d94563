using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace LiveGenre.Cli.Arguments;

/// <summary>Options and arguments whose errors name the option, the value and what is allowed.</summary>
internal static class Parameters
{
    /// <summary>A number within a range, which <paramref name="allowed"/> words where it is more than two numbers; null when absent.</summary>
    public static Option<T?> Number<T>(string name, string helpName, T least, T most, string description, string? allowed = null)
        where T : struct, INumber<T>
    {
        T? Parse(ArgumentResult result)
        {
            var text = result.Tokens[0].Value;
            if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            {
                return value;
            }
            var kind = default(T) is int ? "a whole number" : "a number";
            result.AddError($"{name} {text} is not allowed; {allowed ?? string.Create(CultureInfo.InvariantCulture, $"{kind} from {least} to {most}")}.");
            return null;
        }
        return new Option<T?>(name) { HelpName = helpName, Description = description, CustomParser = Parse };
    }

    /// <summary>One of a few words; the first where it is absent.</summary>
    public static Option<string> Choice(string name, string helpName, string description, params string[] words)
    {
        var option = new Option<string>(name) { HelpName = helpName, Description = description, DefaultValueFactory = _ => words[0] };
        option.CompletionSources.Add(words);
        option.Validators.Add(result => RequireOneOf(result, name, words));
        return option;
    }

    /// <summary>How many files are worked on at once; the machine's processors where it is absent.</summary>
    public static Option<int?> Jobs() =>
        Number("--jobs", "COUNT", 1, 256, "Files worked on at once; as many as there are processors where this is absent.");

    /// <summary><c>--format</c> of what a command prints.</summary>
    public static Option<string> OutputFormat(string description) => Choice("--format", "text|json", description, Text, Json);

    /// <summary>The format for people.</summary>
    public const string Text = "text";

    /// <summary>The format for programs.</summary>
    public const string Json = "json";

    /// <summary>Refuses values that are none of <paramref name="words"/>.</summary>
    public static void RequireOneOf(OptionResult result, string name, IReadOnlyCollection<string> words)
    {
        foreach (var token in result.Tokens.Where(t => !words.Contains(t.Value, StringComparer.Ordinal)))
        {
            result.AddError($"{name} {token.Value} is not allowed; one of {string.Join(", ", words)}.");
        }
    }
}
