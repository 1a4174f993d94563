using System.ComponentModel.DataAnnotations;

namespace LiveGenre.Daemon.Configuration;

/// <summary>A token that callers may show. Section <c>LiveGenre:Access:Tokens:N</c>.</summary>
public sealed class TokenOptions
{
    /// <summary>Whose it is; letters, digits, '.', '_' and '-', at most 64. It is logged, the token never.</summary>
    [Required]
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    public string Name { get; init; } = "";

    /// <summary>What it allows. Default <see cref="TokenRole.Read"/>.</summary>
    public TokenRole Role { get; init; } = TokenRole.Read;

    /// <summary>What <c>livegenre token create --print-hash</c> says: <c>sha256:</c> and 64 hex digits.</summary>
    [Required]
    public string Hash { get; init; } = "";
}
