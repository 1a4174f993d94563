using System.Text.RegularExpressions;

namespace LiveGenre.Daemon.Configuration;

/// <summary>What must hold between the settings of access and of listeners.</summary>
internal static partial class AccessRules
{
    public static void Check(LiveGenreOptions options, SettingsErrors errors)
    {
        const string root = LiveGenreOptions.Section;
        foreach (var (index, token) in options.Access.Tokens.Index())
        {
            if (!HashForm().IsMatch(token.Hash))
            {
                errors.AddRule($"{root}:Access:Tokens:{index}:Hash is not allowed; 'sha256:' and 64 lower-case hex digits, as 'livegenre token create --print-hash' prints it. A token itself does not belong here.",
                    $"{root}:Access:Tokens:{index}:Hash");
            }
        }
        foreach (var twin in options.Access.Tokens.Index().GroupBy(t => t.Item.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            errors.AddRule($"{root}:Access:Tokens:{twin.Last().Index}:Name = \"{twin.Key}\" is taken by {root}:Access:Tokens:{twin.First().Index}; each token needs its own.",
                $"{root}:Access:Tokens:{twin.Last().Index}:Name", $"{root}:Access:Tokens:{twin.First().Index}:Name");
        }
        var certificate = options.Serving.Certificate;
        foreach (var (key, url) in new[] { ("PageUrl", options.Serving.PageUrl), ("GrpcUrl", options.Serving.GrpcUrl) })
        {
            if (url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) && certificate is { Path: "", SelfSigned: false })
            {
                errors.AddRule($"{root}:Serving:{key} = \"{url}\" needs a certificate: name its file in {root}:Serving:Certificate:Path, or set {root}:Serving:Certificate:SelfSigned to true to have one made.",
                    $"{root}:Serving:{key}", $"{root}:Serving:Certificate:Path", $"{root}:Serving:Certificate:SelfSigned");
            }
        }
    }

    [GeneratedRegex("^sha256:[0-9a-f]{64}$")]
    private static partial Regex HashForm();
}
