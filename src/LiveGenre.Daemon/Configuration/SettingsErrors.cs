namespace LiveGenre.Daemon.Configuration;

/// <summary>What is wrong with settings, and which keys it is about: whoever needs one of those has to do without it.</summary>
public sealed class SettingsErrors
{
    private readonly List<string> _messages = [];
    private readonly List<string> _unusable = [];
    private readonly List<string> _wrong = [];

    /// <summary>One sentence for each thing that is wrong; names the full key, the value and what is allowed.</summary>
    public IReadOnlyList<string> Messages => _messages;

    /// <summary>Whether nothing is wrong with any of these keys, with what stands below them and what they stand in.</summary>
    public bool AreRight(params IEnumerable<string> keys) => keys.All(key => !_unusable.Concat(_wrong).Any(wrong => AreRelated(key, wrong)));

    /// <summary>Adds a key that is none, is missing or holds nothing that could be used.</summary>
    internal void AddValue(string key, string message)
    {
        if (!_unusable.Contains(key, StringComparer.OrdinalIgnoreCase))
        {
            _messages.Add(message);
            _unusable.Add(key);
        }
    }

    /// <summary>Adds what a rule between settings found; left out where a value that it needs cannot be used, since nobody knows what it was to be.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="keys">The key that it is about, and the others that the rule needs.</param>
    internal void AddRule(string message, params IReadOnlyList<string> keys)
    {
        if (!_unusable.Any(unusable => keys.Any(key => AreRelated(key, unusable))))
        {
            _messages.Add(message);
            _wrong.Add(keys[0]);
        }
    }

    private static bool AreRelated(string a, string b) => Holds(a, b) || Holds(b, a);

    private static bool Holds(string section, string key) =>
        key.StartsWith(section, StringComparison.OrdinalIgnoreCase) && (key.Length == section.Length || key[section.Length] == ':');
}
