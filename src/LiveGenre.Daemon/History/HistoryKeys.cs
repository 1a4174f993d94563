using System.Data.Common;
using Dapper;

namespace LiveGenre.Daemon.History;

/// <summary>The small numbers that rows have instead of names: of sources, labels, and lists of labels.</summary>
internal sealed class HistoryKeys
{
    private static readonly KeyTable Sources = new("audio_source", "source_key", "source_id");
    private static readonly KeyTable LabelNames = new("label", "label_key", "name");
    private static readonly KeyTable LabelSets = new("label_set", "label_set_key", "names");

    private readonly Dictionary<KeyTable, Dictionary<string, long>> _keys = new()
    {
        [Sources] = new(StringComparer.Ordinal),
        [LabelNames] = new(StringComparer.Ordinal),
        [LabelSets] = new(StringComparer.Ordinal),
    };

    private readonly Dictionary<IReadOnlyList<string>, long> _labelSets = new(ReferenceEqualityComparer.Instance);

    public long Source(string id) => _keys[Sources][id];

    public long Label(string name) => _keys[LabelNames][name];

    /// <summary>The number of a batch's labels, which are the same object for all windows of a model.</summary>
    public long LabelSet(IReadOnlyList<string> labels) => _labelSets[labels];

    /// <summary>Forgets all: the database may be another one after the connection was lost.</summary>
    public void Clear()
    {
        foreach (var keys in _keys.Values)
        {
            keys.Clear();
        }
        _labelSets.Clear();
    }

    /// <summary>Sees to it that every name of a batch has its number. Outside of a transaction, so that no rollback takes one back.</summary>
    public async Task ResolveAsync(DbConnection connection, HistoryBatch batch, CancellationToken cancellation)
    {
        var segments = batch.Segments.Concat(batch.OpenSegments);
        await ResolveAsync(connection, Sources, batch.Windows.Select(w => w.SourceId)
            .Concat(segments.Select(s => s.SourceId)).Concat(batch.ClosedSources).Concat(batch.Airtime.Select(a => a.Key.SourceId)), cancellation);
        await ResolveAsync(connection, LabelNames, batch.Windows.Select(w => w.Label)
            .Concat(segments.Select(s => s.Label)).Concat(batch.Airtime.Select(a => a.Key.Label)), cancellation);
        var lists = batch.Windows.Select(w => w.Labels).Where(l => !_labelSets.ContainsKey(l)).ToHashSet<IReadOnlyList<string>>(ReferenceEqualityComparer.Instance);
        await ResolveAsync(connection, LabelSets, lists.Select(Join), cancellation);
        foreach (var labels in lists)
        {
            _labelSets.Add(labels, _keys[LabelSets][Join(labels)]);
        }
    }

    /// <summary>The number of a source; null if nothing of it was ever written.</summary>
    public static async Task<long?> FindSourceAsync(DbConnection connection, string id, CancellationToken cancellation) =>
        await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "SELECT source_key FROM audio_source WHERE source_id = @id", new { id }, cancellationToken: cancellation));

    /// <summary>All labels by number.</summary>
    public static Task<Dictionary<long, string>> ReadLabelsAsync(DbConnection connection, CancellationToken cancellation) =>
        ReadAsync(connection, LabelNames, cancellation);

    /// <summary>All lists of labels by number.</summary>
    public static async Task<Dictionary<long, string[]>> ReadLabelSetsAsync(DbConnection connection, CancellationToken cancellation) =>
        (await ReadAsync(connection, LabelSets, cancellation)).ToDictionary(s => s.Key, s => s.Value.Split('\n'));

    private static string Join(IReadOnlyList<string> labels) => string.Join('\n', labels);

    private static async Task<Dictionary<long, string>> ReadAsync(DbConnection connection, KeyTable table, CancellationToken cancellation)
    {
        var names = new Dictionary<long, string>();
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"SELECT {table.Key}, {table.Name} FROM {table.Table}", cancellationToken: cancellation));
        while (await reader.ReadAsync(cancellation))
        {
            names.Add(reader.GetInt64(0), reader.GetString(1));
        }
        return names;
    }

    private async Task ResolveAsync(DbConnection connection, KeyTable table, IEnumerable<string> names, CancellationToken cancellation)
    {
        var known = _keys[table];
        foreach (var name in names)
        {
            if (!known.ContainsKey(name))
            {
                await connection.ExecuteAsync(new CommandDefinition(
                    $"INSERT INTO {table.Table} ({table.Name}) VALUES (@name) ON CONFLICT ({table.Name}) DO NOTHING", new { name }, cancellationToken: cancellation));
                known[name] = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
                    $"SELECT {table.Key} FROM {table.Table} WHERE {table.Name} = @name", new { name }, cancellationToken: cancellation));
            }
        }
    }

    private sealed record KeyTable(string Table, string Key, string Name);
}
