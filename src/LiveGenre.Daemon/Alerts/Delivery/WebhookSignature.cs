using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LiveGenre.Daemon.Alerts.Delivery;

/// <summary>
/// The signature of a webhook: HMAC-SHA256, in hex, of the timestamp, a full stop and the body. The timestamp is signed
/// too, so that a message which was overheard cannot be sent again later.
/// </summary>
internal static class WebhookSignature
{
    /// <summary>Name of the header that carries it.</summary>
    public const string Header = "X-LiveGenre-Signature";

    /// <summary>Name of the header that carries the timestamp: seconds since 1970 UTC.</summary>
    public const string TimestampHeader = "X-LiveGenre-Timestamp";

    /// <summary>The header's value.</summary>
    public static string Create(string secret, long unixSeconds, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{unixSeconds}.")));
        hmac.AppendData(body);
        return $"sha256={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }
}
