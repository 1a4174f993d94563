using System.Globalization;

namespace LiveGenre.Benchmarks;

/// <summary>Options of a run as <c>--name value</c>; what is not given has its default.</summary>
internal sealed class CommandArguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <param name="args">The words of the command line.</param>
    /// <param name="names">The options that the run has.</param>
    /// <param name="flag">The one option without a value, if there is one.</param>
    /// <exception cref="UsageException">A word is none of them.</exception>
    public CommandArguments(IReadOnlyList<string> args, string[] names, string? flag = null)
    {
        for (var at = 0; at < args.Count; at++)
        {
            if (args[at] == flag)
            {
                _values[flag] = "";
            }
            else if (!names.Contains(args[at]))
            {
                throw new UsageException($"'{args[at]}' is no option of this run; there are {string.Join(", ", [.. names, .. flag is null ? Array.Empty<string>() : [flag]])}.");
            }
            else if (at + 1 == args.Count)
            {
                throw new UsageException($"{args[at]} needs a value.");
            }
            else
            {
                _values[args[at]] = args[++at];
            }
        }
    }

    /// <summary>A text.</summary>
    public string Text(string name, string fallback) => _values.GetValueOrDefault(name, fallback);

    /// <summary>A whole number.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public long Number(string name, long fallback) => !_values.TryGetValue(name, out var text)
        ? fallback
        : long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UsageException($"{name} {text} is not allowed; a whole number.");

    /// <summary>Whether an option is there.</summary>
    public bool Has(string name) => _values.ContainsKey(name);
}
