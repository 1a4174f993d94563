namespace LiveGenre.Grpc.Wire;

/// <summary>The HTTP headers and trailers that gRPC defines.</summary>
internal static class GrpcHeaderNames
{
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string StatusDetails = "grpc-status-details-bin";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";

    /// <summary>What both sides can decode.</summary>
    public const string SupportedEncodings = "identity,gzip";

    public const string Identity = "identity";
    public const string Gzip = "gzip";

    private const string ReservedPrefix = "grpc-";

    /// <summary>Whether a lower-case header belongs to HTTP or gRPC rather than to the application.</summary>
    public static bool IsTransports(string key) => key switch
    {
        StatusDetails or "grpc-previous-rpc-attempts" or "grpc-trace-bin" or "grpc-tags-bin" => false,
        "content-type" or "te" or "host" or "connection" or "content-length" or "transfer-encoding" or "trailer" or "upgrade" or "keep-alive" or "proxy-connection" => true,
        _ => key.StartsWith(':') || key.StartsWith(ReservedPrefix, StringComparison.Ordinal),
    };

    /// <summary>Whether a comma-separated list of encodings holds gzip.</summary>
    public static bool HoldsGzip(string? encodings)
        => encodings is not null && encodings.Split(',', StringSplitOptions.TrimEntries).Contains(Gzip, StringComparer.Ordinal);
}
