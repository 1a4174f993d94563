namespace LiveGenre.Daemon.Configuration;

/// <summary>Kinds of sound as a station speaks of them.</summary>
public enum FormatActivity
{
    /// <summary>Speech, alone or over music.</summary>
    Talk,

    /// <summary>Music without speech over it.</summary>
    Music,

    /// <summary>Neither music nor speech.</summary>
    Noise,

    /// <summary>Silence, by level.</summary>
    Silence,
}
