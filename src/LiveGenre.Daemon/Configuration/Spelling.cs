namespace LiveGenre.Daemon.Configuration;

/// <summary>What somebody meant who wrote a word that there is not.</summary>
public static class Spelling
{
    /// <summary>The nearest of the words that there are; null where none is near enough to be meant: a third of the letters off, two of a short word.</summary>
    public static string? Nearest(string word, IEnumerable<string> known) =>
        known.MinBy(candidate => Distance(word, candidate)) is { } nearest && IsNear(word, nearest) ? nearest : null;

    /// <summary>Whether a word may be another one misspelt.</summary>
    public static bool IsNear(string word, string known) =>
        Distance(word, known) <= Math.Min(Math.Max(2, word.Length / 3), Math.Max(1, word.Length / 2));

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
