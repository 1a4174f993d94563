namespace LiveGenre.Daemon.Configuration;

/// <summary>Everything a person can set. Section <c>LiveGenre</c> of appsettings.json, the environment and the command line.</summary>
public sealed class LiveGenreOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "LiveGenre";

    /// <summary>Which model classifies, and how it runs.</summary>
    public ModelOptions Model { get; init; } = new();

    /// <summary>The station's own names of the model's genres; several genres of one name count as one. Default: the model's names.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>How the sample stream is cut.</summary>
    public WindowingOptions Windowing { get; init; } = new();

    /// <summary>How posteriors become decisions.</summary>
    public DecisionsOptions Decisions { get; init; } = new();

    /// <summary>How sources are watched and recovered.</summary>
    public CaptureOptions Capture { get; init; } = new();

    /// <summary>What to listen to.</summary>
    public IReadOnlyList<SourceOptions> Sources { get; init; } = [];

    /// <summary>Where clients connect, and what they may ask for.</summary>
    public ServingOptions Serving { get; init; } = new();

    /// <summary>Which sound is kept around changes of the decision.</summary>
    public EvidenceOptions Evidence { get; init; } = new();

    /// <summary>What needs a person, and who is told.</summary>
    public AlertsOptions Alerts { get; init; } = new();

    /// <summary>What is kept of what was on air.</summary>
    public HistoryOptions History { get; init; } = new();

    /// <summary>Who may do what.</summary>
    public AccessOptions Access { get; init; } = new();

    /// <summary>What may be changed while the daemon runs.</summary>
    public AdministrationOptions Administration { get; init; } = new();

    /// <summary>What shall be on air: day parts, and targets that reports judge.</summary>
    public FormatOptions Format { get; init; } = new();

    /// <summary>IANA name of the zone that days and hours are of, such as <c>Europe/Berlin</c>; the system's where it is empty.</summary>
    public string TimeZone { get; init; } = "";

    /// <summary>Folder of what the daemon keeps; empty for systemd's state directory or the user's, see <see cref="Configuration.DataFolder"/>.</summary>
    public string DataFolder { get; init; } = "";

    /// <summary>Where metrics go.</summary>
    public TelemetryOptions Telemetry { get; init; } = new();
}
