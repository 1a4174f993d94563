namespace LiveGenre.Daemon.Configuration;

/// <summary>Where history is kept.</summary>
public enum HistoryStoreKind
{
    /// <summary>A file of the daemon's own.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server.</summary>
    PostgreSql,

    /// <summary>Nowhere: gone when the daemon ends.</summary>
    Memory,
}
