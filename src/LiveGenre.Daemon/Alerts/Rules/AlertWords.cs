using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Alerts.Rules;

/// <summary>Alerts as sentences for a person who has just been woken.</summary>
internal static class AlertWords
{
    /// <summary><c>No sound for 32 s: every sample is zero.</c></summary>
    /// <param name="kind">What is wrong.</param>
    /// <param name="lasting">For how long.</param>
    /// <param name="detail">In which way.</param>
    public static string Firing(AlertRuleKind kind, TimeSpan lasting, string detail) =>
        $"{Trouble(kind)} for {Duration(lasting)}{Tail(detail)}";

    /// <summary><c>Over after 5 min 12 s: no sound (every sample is zero).</c></summary>
    public static string Recovered(AlertRuleKind kind, TimeSpan lasted, string detail)
    {
        var trouble = Trouble(kind);
        return $"Over after {Duration(lasted)}: {char.ToLowerInvariant(trouble[0])}{trouble[1..]}{(detail.Length > 0 ? $" ({Lower(detail)})" : "")}.";
    }

    /// <summary>A state in lower case, as messages write it.</summary>
    public static string State(AlertState state) => state switch
    {
        AlertState.Firing => "firing",
        AlertState.Acknowledged => "acknowledged",
        AlertState.Recovered => "recovered",
        _ => "unspecified",
    };

    /// <summary>To the second: <c>32 s</c>, <c>5 min 12 s</c>, <c>3 h 2 min</c>, <c>2 d 3 h</c>.</summary>
    public static string Duration(TimeSpan time) =>
        new ShortDuration(TimeSpan.FromSeconds(Math.Max(0, Math.Round(time.TotalSeconds)))).ToString();

    private static string Trouble(AlertRuleKind kind) => kind switch
    {
        AlertRuleKind.Silence => "No sound",
        AlertRuleKind.NoData => "No data",
        AlertRuleKind.Talk => "Talk",
        AlertRuleKind.OffFormat => "Off format",
        AlertRuleKind.Clipping => "Clipping",
        AlertRuleKind.ModelFailing => "Model failing",
        AlertRuleKind.LowConfidence => "Low confidence",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string Tail(string detail) => detail switch
    {
        [] => ".",
        [.., '.' or '?' or '!'] => $": {Lower(detail)}", // a device's or ffmpeg's own sentences
        _ => $": {Lower(detail)}.",
    };

    private static string Lower(string detail) => detail is [var first, var second, ..] && char.IsUpper(first) && char.IsLower(second)
        ? char.ToLowerInvariant(first) + detail[1..]
        : detail;
}
