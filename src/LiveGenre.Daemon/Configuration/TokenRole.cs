namespace LiveGenre.Daemon.Configuration;

/// <summary>What a token allows.</summary>
public enum TokenRole
{
    /// <summary>Whatever only reads.</summary>
    Read,

    /// <summary>Everything.</summary>
    Admin,
}
