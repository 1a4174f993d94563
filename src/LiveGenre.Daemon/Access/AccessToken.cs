using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LiveGenre.Daemon.Access;

/// <summary>What a caller shows: 256 random bits. Only its hash is kept; docs/decisions/0118.</summary>
public static class AccessToken
{
    private const string Prefix = "lg_";
    private const string HashPrefix = "sha256:";

    /// <summary>A new token, such as lg_3q2-7w…; 46 characters that travel anywhere unescaped.</summary>
    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is kept of a token: <c>sha256:</c> and 64 hex digits.</summary>
    public static string Hash(string token) => HashPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
