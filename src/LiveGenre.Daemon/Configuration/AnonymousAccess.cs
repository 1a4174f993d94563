namespace LiveGenre.Daemon.Configuration;

/// <summary>What callers without a token may do.</summary>
public enum AnonymousAccess
{
    /// <summary>Everything while every listener is on loopback and there is no token, from this machine only; else nothing.</summary>
    Auto,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>Whatever only reads.</summary>
    Read,
}
