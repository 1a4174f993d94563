using System.Text.RegularExpressions;

namespace LiveGenre.Capture;

/// <summary>Keeps passwords and tokens out of addresses, messages and logs.</summary>
public static class AddressSecrets
{
    private const string Mask = "***";

    // What is looked through comes from anybody: without backtracking the time it takes grows with the length alone.
    private const RegexOptions Linear = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    // Up to the last @ before the path: a password may hold one.
    private static readonly Regex UserInfo = new(@"([a-z][a-z0-9+.\-]*://)([^/?#\s'""]*)@", Linear);

    private static readonly Regex SecretParameter = new(
        @"([?&;][^=&;\s'""]*(?:token|key|secret|pass|pwd|auth|sig|session|credential|ticket|hash|hmac|policy)[^=&;\s'""]*=)([^&;#\s'""]*)", Linear);

    /// <summary>Replaces <c>user:password@</c> and the values of token-like query parameters in every URL within <paramref name="text"/>.</summary>
    public static string Redact(string text) =>
        SecretParameter.Replace(UserInfo.Replace(text, $"$1{Mask}@"), $"$1{Mask}");

    /// <summary>Redacts <paramref name="text"/>, and also replaces wherever it stands each secret that <paramref name="url"/> carries.</summary>
    public static string Redact(string text, string url)
    {
        foreach (var secret in SecretsOf(url).OrderByDescending(s => s.Length))
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return Redact(text);
    }

    /// <summary>The secrets that a URL carries, as they stand there and decoded; none that is too short to be told from a word.</summary>
    public static IEnumerable<string> SecretsOf(string url)
    {
        var userInfo = UserInfo.Match(url).Groups[2].Value;
        var password = userInfo[(userInfo.IndexOf(':') + 1)..];
        return SecretParameter.Matches(url).Select(m => m.Groups[2].Value)
            .Append(userInfo).Append(password)
            .SelectMany(s => new[] { s, Uri.UnescapeDataString(s) })
            .Where(s => s.Length >= 3) // a shorter one would tear words apart and hide nothing
            .Distinct();
    }
}
