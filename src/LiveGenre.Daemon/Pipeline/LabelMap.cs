namespace LiveGenre.Daemon.Pipeline;

/// <summary>A model's genres under a station's own names. Genres of one name count as one: their scores add up.</summary>
public sealed class LabelMap
{
    private readonly int[] _nameOf; // by the model's label

    private LabelMap(IReadOnlyList<string> names, int[] nameOf) => (Names, _nameOf) = (names, nameOf);

    /// <summary>The names, each once, in the order in which the model has the first genre of each.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Every genre under the model's own name.</summary>
    public static LabelMap Identity(IReadOnlyList<string> labels) => new(labels, [.. Enumerable.Range(0, labels.Count)]);

    /// <summary>Some genres renamed, the others under the model's own name.</summary>
    /// <param name="labels">The model's genres.</param>
    /// <param name="renamed">Gives a genre's own name here; null leaves it as it is.</param>
    public static LabelMap Create(IReadOnlyList<string> labels, Func<string, string?> renamed)
    {
        var names = new List<string>();
        var nameOf = new int[labels.Count];
        foreach (var (label, own) in labels.Index())
        {
            var name = renamed(own) ?? own;
            var index = names.IndexOf(name);
            if (index < 0)
            {
                index = names.Count;
                names.Add(name);
            }
            nameOf[label] = index;
        }
        return new(names, nameOf);
    }

    /// <summary>Adds up the scores of each name.</summary>
    /// <param name="posterior">[model's labels].</param>
    /// <param name="named">[names]; sums to what <paramref name="posterior"/> sums to.</param>
    public void Sum(ReadOnlySpan<float> posterior, Span<float> named)
    {
        named.Clear();
        for (var label = 0; label < posterior.Length; label++)
        {
            named[_nameOf[label]] += posterior[label];
        }
    }
}
