using System.ComponentModel.DataAnnotations;

namespace LiveGenre.Daemon.Configuration;

/// <summary>
/// What one client may take of the daemon. Section <c>LiveGenre:Serving:Limits</c>; docs/security.md. A client is an IP
/// address, of IPv6 a /64: everybody behind one proxy is one client.
/// </summary>
public sealed class LimitOptions
{
    /// <summary>Connections of all clients. Default 4 096; 1 to 100 000.</summary>
    [Range(1, 100_000)]
    public int MaxConnections { get; init; } = 4_096;

    /// <summary>Connections of one client. Default 1 024: a wall of dashboards, each browser with six; 1 to 100 000.</summary>
    [Range(1, 100_000)]
    public int MaxConnectionsPerClient { get; init; } = 1_024;

    /// <summary>Calls and requests of one client that have not ended, streams among them. Default 2 048: a gateway that watches every source of a large station; 1 to 100 000.</summary>
    [Range(1, 100_000)]
    public int MaxCallsPerClient { get; init; } = 2_048;

    /// <summary>Calls and requests that one client may begin a second, in the long run; ten seconds' worth may come at once. Default 1 000; 1 to 1 000 000.</summary>
    [Range(1, 1_000_000)]
    public int MaxRequestsPerSecondPerClient { get; init; } = 1_000;

    /// <summary>Pushed streams (ClassifyAudio) of one client. Default 4; 1 to 1 000.</summary>
    [Range(1, 1_000)]
    public int MaxPushedStreamsPerClient { get; init; } = 4;

    /// <summary>Bytes of audio that one pushed stream may carry. Default 16 GiB, a day of CD sound; 1 MB to 1 TB.</summary>
    [Range(1_000_000L, 1_000_000_000_000L)]
    public long MaxUploadBytes { get; init; } = 16L * 1_024 * 1_024 * 1_024;

    /// <summary>A pushed stream that brings no whole message, or reads no answer, for so long is ended. Default 30 s; 0.1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan UploadIdleTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
