using System.ComponentModel.DataAnnotations;

namespace LiveGenre.Daemon.Configuration;

/// <summary>What needs a person, and who is told. Section <c>LiveGenre:Alerts</c>; docs/alerts.md.</summary>
public sealed class AlertsOptions
{
    /// <summary>What raises an alert; where there is none: silence for 30 s, no data for 1 min, a failing model.</summary>
    public IReadOnlyList<AlertRuleOptions> Rules { get; init; } = [];

    /// <summary>Who is told; where there is none, alerts show on the page and in the API only.</summary>
    public IReadOnlyList<AlertReceiverOptions> Receivers { get; init; } = [];

    /// <summary>A message that could not be delivered for so long is given up. Default 12 h; 10 s to 7 d.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00")]
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Wait before a message is sent again; it doubles, with jitter, up to <see cref="MaxRetryDelay"/>. Default 2 s; 0.05 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")]
    public TimeSpan FirstRetryDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest wait before a message is sent again. Default 10 min; 0.05 s to 6 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "06:00:00")]
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long alerts that are over are kept, and what was sent about them. Default 365 d; 1 d to 10 y.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(365);
}
