namespace LiveGenre.Capture.PulseAudio;

/// <summary>What a sound server uses when nothing is named; null where it has none.</summary>
internal readonly record struct PulseDefaults(string? Sink, string? Source)
{
    /// <summary>Stands for the monitor of whatever sink is the default.</summary>
    public const string MonitorName = "@DEFAULT_MONITOR@";

    /// <summary>Stands for whatever source is the default.</summary>
    public const string SourceName = "@DEFAULT_SOURCE@";

    /// <summary>Whether <paramref name="name"/> stands for a default, which may change.</summary>
    public static bool IsDefault(string name) => IsDefaultMonitor(name) || IsDefaultSource(name);

    /// <summary>Whether <paramref name="name"/> stands for the default sink's monitor.</summary>
    public static bool IsDefaultMonitor(string name) => name.Equals(MonitorName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether there is a default of the kind that <paramref name="name"/> stands for.</summary>
    public bool Has(string name) => !string.IsNullOrEmpty(IsDefaultMonitor(name) ? Sink : Source);

    /// <summary>Whether <paramref name="device"/> is the one that <paramref name="name"/> stands for.</summary>
    public bool Matches(string name, PulseDevice device) =>
        Has(name) && (IsDefaultMonitor(name) ? device.MonitorOf == Sink : device.Name == Source);

    private static bool IsDefaultSource(string name) => name.Equals(SourceName, StringComparison.OrdinalIgnoreCase);
}
