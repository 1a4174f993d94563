namespace LiveGenre.Daemon.Configuration;

/// <summary>Who may do what. Section <c>LiveGenre:Access</c>; docs/administration.md.</summary>
public sealed class AccessOptions
{
    /// <summary>What callers without a token may do. Default <see cref="AnonymousAccess.Auto"/>.</summary>
    public AnonymousAccess Anonymous { get; init; } = AnonymousAccess.Auto;

    /// <summary>Tokens beside those that <c>livegenre token create</c> keeps in the data folder.</summary>
    public IReadOnlyList<TokenOptions> Tokens { get; init; } = [];
}
