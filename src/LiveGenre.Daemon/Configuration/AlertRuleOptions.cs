using System.ComponentModel.DataAnnotations;

namespace LiveGenre.Daemon.Configuration;

/// <summary>One rule. Section <c>LiveGenre:Alerts:Rules:N</c>. For one source, rules that name it stand instead of rules of the same kind for all.</summary>
public sealed class AlertRuleOptions
{
    /// <summary>Name that alerts carry; the kind's where it is empty: <c>silence</c>, <c>no-data</c>, …</summary>
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    public string Name { get; init; } = "";

    /// <summary>What it looks for.</summary>
    [Required]
    public AlertRuleKind Kind { get; init; }

    /// <summary>False turns alerts of this kind off for its sources.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Ids of sources; none means all.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Names of receivers; none means all.</summary>
    public IReadOnlyList<string> Receivers { get; init; } = [];

    /// <summary>How long the trouble must last in all before the alert fires; the default depends on the kind. 0 s to 1 d.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan? For { get; init; }

    /// <summary>How long all must be well without a break before the trouble is over. Default 1 min, 2 min for low confidence; 0 s to 1 d.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan? Recover { get; init; }

    /// <summary>Time between reminders of an alert that nobody has acknowledged; 0 sends none. Default 4 h; 0 s or up to 7 d.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan Reminder { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Silence: a quieter window is silent. Default −60 dBFS RMS; −120 to −10.</summary>
    [Range(-120.0, -10.0)]
    public double? LevelDbfs { get; init; }

    /// <summary>Off format: the genres of the station, as the model calls them.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>Talk: whether speech over music counts. Default false.</summary>
    public bool? SpeechOverMusic { get; init; }

    /// <summary>Clipping: share of samples at full scale in a window that is trouble. Default 0.001; 0.000001 to 1.</summary>
    [Range(0.000001, 1.0)]
    public double? ClippedShare { get; init; }

    /// <summary>Low confidence: music decided with less is trouble. Default 0.4; 0.01 to 1.</summary>
    [Range(0.01, 1.0)]
    public double? ConfidenceFloor { get; init; }

    /// <summary>Model failing: share of windows lost to overload that is trouble. Default 0.5; 0.01 to 1.</summary>
    [Range(0.01, 1.0)]
    public double? DroppedShare { get; init; }
}
