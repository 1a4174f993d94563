using System.Globalization;

namespace LiveGenre.Cli.Watching;

/// <summary>Whether the daemon is heard.</summary>
/// <param name="IsUp">Whether it answers.</param>
/// <param name="Since">Since when.</param>
/// <param name="Detail">Why it is not heard, and when it is tried again, as a sentence.</param>
internal sealed record LinkState(bool IsUp, DateTimeOffset Since, string Detail)
{
    /// <summary>Not tried yet.</summary>
    public static LinkState Connecting(DateTimeOffset now) => new(false, now, "Connecting.");

    /// <summary>The daemon answers.</summary>
    public static LinkState Up(DateTimeOffset now) => new(true, now, "");

    /// <summary>The link is lost and will be tried again.</summary>
    public static LinkState Lost(DateTimeOffset now, string why, TimeSpan retryIn) => new(false, now,
        string.Create(CultureInfo.InvariantCulture, $"{why.TrimEnd('.')}; trying again in {retryIn.TotalSeconds:0.0} s."));
}
