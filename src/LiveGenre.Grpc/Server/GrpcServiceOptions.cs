using LiveGenre.Grpc.Web;
using Microsoft.AspNetCore.Http;

namespace LiveGenre.Grpc.Server;

/// <summary>How all gRPC services of this server treat their calls.</summary>
public sealed class GrpcServiceOptions
{
    /// <summary>Largest request message in bytes, also after decompression. Default 4 MiB; 1 or more, null for any size.</summary>
    public int? MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>What whoever runs the server calls <see cref="MaxReceiveMessageSize"/>, for the refusal. Default null: it names no setting.</summary>
    public string? MaxReceiveMessageSizeSetting { get; set; }

    /// <summary>Largest response message in bytes before compression. Default null: any size; otherwise 1 or more.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>How responses are compressed for clients that accept it. Default: not at all.</summary>
    public ResponseCompression ResponseCompression { get; set; }

    /// <summary>Whether a client may read the message of an exception that a handler did not declare. Default false; for development.</summary>
    public bool EnableDetailedErrors { get; set; }

    /// <summary>
    /// Whether calls that stream end with UNAVAILABLE as soon as the host stops, rather than hold it up.
    /// Default true. Unary calls always run to their end within the host's shutdown timeout.
    /// </summary>
    public bool EndStreamsOnShutdown { get; set; } = true;

    /// <summary>Asked before the handler of each call; anything but OK ends the call with it. Default null: every call is admitted.</summary>
    public Func<HttpContext, GrpcAdmission>? Admit { get; set; }

    /// <summary>What browsers may do.</summary>
    public GrpcWebOptions Web { get; } = new();
}
