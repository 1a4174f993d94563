namespace LiveGenre.Grpc.Web;

/// <summary>What browsers may do through gRPC-Web.</summary>
public sealed class GrpcWebOptions
{
    /// <summary>Whether gRPC-Web is answered at all. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Origins whose pages may call this server, such as <c>https://radio.example</c>; <c>*</c> for all.
    /// Default none: only pages that this server itself delivers.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Whether a text may stand in <see cref="AllowedOrigins"/>: a scheme, a host and perhaps a port, or <c>*</c>.</summary>
    public static bool IsOrigin(string text) => text == "*"
        || (Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase));
}
