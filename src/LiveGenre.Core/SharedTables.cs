namespace LiveGenre.Core;

/// <summary>
/// Remembers the results of a pure function while anyone uses them, so that a thousand streams of one format share one
/// set of filter or FFT tables in memory and cache. Thread-safe.
/// </summary>
/// <param name="design">Makes the immutable table for a key.</param>
internal sealed class SharedTables<TKey, TTable>(Func<TKey, TTable> design)
    where TKey : notnull
    where TTable : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, WeakReference<TTable>> _tables = [];

    public TTable For(TKey key)
    {
        lock (_gate)
        {
            if (_tables.TryGetValue(key, out var weak) && weak.TryGetTarget(out var known))
            {
                return known;
            }
            var table = design(key);
            _tables[key] = new(table);
            return table;
        }
    }
}
