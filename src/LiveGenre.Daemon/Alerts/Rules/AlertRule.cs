using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Alerts.Rules;

/// <summary>A rule with every default filled in.</summary>
internal sealed record AlertRule
{
    /// <summary>Name that its alerts carry.</summary>
    public required string Name { get; init; }

    /// <summary>What it looks for.</summary>
    public required AlertRuleKind Kind { get; init; }

    /// <summary>How long the trouble must last in all before the alert fires.</summary>
    public required TimeSpan For { get; init; }

    /// <summary>How long all must be well without a break before the trouble is over.</summary>
    public required TimeSpan Recover { get; init; }

    /// <summary>Time between reminders; zero sends none.</summary>
    public required TimeSpan Reminder { get; init; }

    /// <summary>Names of receivers; none means all.</summary>
    public IReadOnlyList<string> Receivers { get; init; } = [];

    /// <summary>RMS below which a window is silent, dBFS.</summary>
    public double LevelDbfs { get; init; }

    /// <summary>Genres of the station.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>Whether speech over music is talk.</summary>
    public bool SpeechOverMusic { get; init; }

    /// <summary>Share of samples at full scale that is clipping.</summary>
    public double ClippedShare { get; init; }

    /// <summary>Confidence below which music is not decided well.</summary>
    public double ConfidenceFloor { get; init; }

    /// <summary>Share of windows lost that is a failing model.</summary>
    public double DroppedShare { get; init; }

    /// <summary>The rule that the settings describe.</summary>
    public static AlertRule From(AlertRuleOptions options)
    {
        var (lasting, recover) = DefaultTimes(options.Kind);
        return new()
        {
            Name = AlertSettingsRules.NameOf(options),
            Kind = options.Kind,
            For = options.For ?? lasting,
            Recover = options.Recover ?? recover,
            Reminder = options.Reminder,
            Receivers = options.Receivers,
            LevelDbfs = options.LevelDbfs ?? -60,
            Formats = options.Formats,
            SpeechOverMusic = options.SpeechOverMusic ?? false,
            ClippedShare = options.ClippedShare ?? 0.001,
            ConfidenceFloor = options.ConfidenceFloor ?? 0.4,
            DroppedShare = options.DroppedShare ?? 0.5,
        };
    }

    private static (TimeSpan For, TimeSpan Recover) DefaultTimes(AlertRuleKind kind) => kind switch
    {
        AlertRuleKind.Silence => (TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1)),
        AlertRuleKind.NoData => (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)),
        AlertRuleKind.Clipping => (TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1)),
        AlertRuleKind.ModelFailing => (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)),
        AlertRuleKind.Talk or AlertRuleKind.OffFormat => (TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1)),
        AlertRuleKind.LowConfidence => (TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(2)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
