namespace LiveGenre.Daemon.Configuration;

/// <summary>The daemon cannot start as configured. Each error names the full key, the value it got and what is allowed.</summary>
public sealed class SettingsException(IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>All that is wrong, a line each.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
