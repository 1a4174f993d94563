using System.ComponentModel.DataAnnotations;

namespace LiveGenre.Daemon.Configuration;

/// <summary>How sources are watched and recovered. Section <c>LiveGenre:Capture</c>.</summary>
public sealed class CaptureOptions
{
    /// <summary>Samples kept between capture and analysis, per source. Default 4 s; 0.5 s to 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00")]
    public TimeSpan BufferDuration { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>A connected source that delivers nothing for so long has the state no data. Default 3 s; 0.5 s to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:05:00")]
    public TimeSpan NoDataAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A device or stream without data for so long is connected afresh. Default 15 s; 1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ReconnectAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Nothing but zeros for so long has the state digital silence. Default 2 s; 0.1 s to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan DigitalSilenceAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Wait before the first retry; it doubles up to <see cref="MaxRetryDelay"/>, each ±25 % within it. Default 0.5 s; 0.05 s to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00")]
    public TimeSpan FirstRetryDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Longest wait between retries. Default 30 s; 0.1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(30);
}
