using System.Globalization;

namespace LiveGenre.Benchmarks;

/// <summary>Options of a run as <c>--name value</c>; what is not given has its default.</summary>
internal sealed class CommandArguments(IReadOnlyList<string> args)
{
    /// <summary>A text.</summary>
    public string Text(string name, string fallback)
    {
        for (var at = 0; at + 1 < args.Count; at++)
        {
            if (args[at] == name)
            {
                return args[at + 1];
            }
        }
        return fallback;
    }

    /// <summary>A whole number.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public long Number(string name, long fallback) =>
        long.Parse(Text(name, fallback.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

    /// <summary>Whether a word is there.</summary>
    public bool Has(string name) => args.Contains(name);
}
