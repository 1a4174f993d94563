using System.ComponentModel.DataAnnotations;
using LiveGenre.Grpc.Server;

namespace LiveGenre.Daemon.Configuration;

/// <summary>Where clients connect, and what they may ask for. Section <c>LiveGenre:Serving</c>.</summary>
public sealed class ServingOptions
{
    /// <summary>The page, gRPC-Web, <c>/metrics</c> and health; http:// is HTTP/1.1, https:// HTTP/2 as well. Default http://127.0.0.1:5080.</summary>
    [Required]
    public string PageUrl { get; init; } = "http://127.0.0.1:5080";

    /// <summary>gRPC; http:// is clear-text HTTP/2. Default http://127.0.0.1:5081.</summary>
    [Required]
    public string GrpcUrl { get; init; } = "http://127.0.0.1:5081";

    /// <summary>What https:// is served with.</summary>
    public CertificateOptions Certificate { get; init; } = new();

    /// <summary>Origins of pages served elsewhere that may call by gRPC-Web, such as https://radio.example, or * for all; they may do what who opens them may. Default none.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>How answers are compressed for clients that accept it, for thin lines; an event is compressed once for all subscribers. Default None.</summary>
    public ResponseCompression ResponseCompression { get; init; }

    /// <summary>Time between heartbeats of a stream. Default 5 s; 0.1 s to 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:10")]
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long events are kept for subscribers that resume, 4 096 of a source at the most. Default 5 min; 1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ResumeWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Events that wait for one subscriber before its slow-consumer policy acts. Default 64; 4 to 10 000.</summary>
    [Range(4, 10_000)]
    public int SubscriberQueueLength { get; init; } = 64;

    /// <summary>Largest gRPC message that is taken, bytes. Default 4 MiB; 1 KiB to 64 MiB.</summary>
    [Range(1_024, 64 * 1_024 * 1_024)]
    public int MaxReceiveMessageBytes { get; init; } = 4 * 1_024 * 1_024;

    /// <summary>Pushed streams (ClassifyAudio) at once. Default 8; 0 to 1 000.</summary>
    [Range(0, 1_000)]
    public int MaxPushedStreams { get; init; } = 8;

    /// <summary>What one client may take.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>How long a shutdown may take to drain. Default 5 s; 0.1 s to 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
