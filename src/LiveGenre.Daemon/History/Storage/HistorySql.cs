namespace LiveGenre.Daemon.History.Storage;

/// <summary>Statements that more than one class needs.</summary>
internal static class HistorySql
{
    /// <summary>The start of a table's oldest row. By source, since the primary keys begin with it.</summary>
    public static string Oldest(string table) =>
        $"SELECT MIN(oldest) FROM (SELECT (SELECT MIN(start_us) FROM {table} t WHERE t.source_key = s.source_key) AS oldest FROM audio_source s) AS o";
}
