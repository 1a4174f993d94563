using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Access;

/// <summary>What whoever runs the daemon should mend about who can reach it, a sentence each.</summary>
internal static class AccessWarnings
{
    private const string Access = LiveGenreOptions.Section + ":Access:Anonymous";

    public static IReadOnlyList<string> Of(LiveGenreOptions options, bool hasTokens)
    {
        var warnings = new List<string>();
        if (options.Serving.Certificate is { Path: not "" } or { SelfSigned: true } && !Listeners.AnyHttps(options.Serving))
        {
            warnings.Add($"{LiveGenreOptions.Section}:Serving:Certificate is not used, because neither PageUrl ({options.Serving.PageUrl}) nor GrpcUrl ({options.Serving.GrpcUrl}) begins with https; write https there, or remove it.");
        }
        var wide = Listeners.Wide(options.Serving).ToList();
        if (wide.Count == 0)
        {
            return warnings;
        }
        var where = string.Join(" and ", wide);
        if (options.Access.Anonymous == AnonymousAccess.Read)
        {
            warnings.Add($"{where} can be reached from beyond this machine, and whoever reaches it can read everything without a token ({Access} is Read).");
        }
        else if (!hasTokens)
        {
            warnings.Add($"{where} can be reached from beyond this machine and there is no token, so that nobody may read or change anything; make one with 'livegenre token create', or let everybody read with {Access}=Read.");
        }
        var clear = wide.Where(url => url.StartsWith("http:", StringComparison.OrdinalIgnoreCase)).ToList();
        if (clear.Count > 0 && hasTokens)
        {
            warnings.Add($"Tokens travel unencrypted to {string.Join(" and ", clear)}; use https URLs ({LiveGenreOptions.Section}:Serving:Certificate), or a proxy that does.");
        }
        return warnings;
    }
}
