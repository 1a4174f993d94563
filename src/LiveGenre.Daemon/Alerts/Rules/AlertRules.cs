using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Alerts.Rules;

/// <summary>Which rules watch which source.</summary>
internal sealed class AlertRules(AlertsOptions options)
{
    /// <summary>What is watched where nothing is configured: dead air, lost sources, and that there are decisions at all.</summary>
    private static readonly AlertRuleOptions[] Defaults =
    [
        new() { Kind = AlertRuleKind.Silence },
        new() { Kind = AlertRuleKind.NoData },
        new() { Kind = AlertRuleKind.ModelFailing },
    ];

    private readonly IReadOnlyList<AlertRuleOptions> _rules = options.Rules.Count > 0 ? options.Rules : Defaults;

    /// <summary>Whether the settings have no rule, and the default ones stand.</summary>
    public bool AreDefaults => options.Rules.Count == 0;

    /// <summary>Every rule that is enabled, in the order of the settings.</summary>
    public IEnumerable<AlertRule> All => _rules.Where(r => r.Enabled).Select(AlertRule.From);

    /// <summary>The rules for one source. Of each kind, those that name it stand instead of those for all.</summary>
    public IReadOnlyList<AlertRule> For(string sourceId) =>
    [
        .. _rules
            .Where(r => r.Sources.Count == 0 || r.Sources.Contains(sourceId, StringComparer.Ordinal))
            .GroupBy(r => r.Kind)
            .SelectMany(kind => kind.Any(r => r.Sources.Count > 0) ? kind.Where(r => r.Sources.Count > 0) : kind)
            .Where(r => r.Enabled)
            .Select(AlertRule.From),
    ];

    /// <summary>Sources that rules name.</summary>
    public IEnumerable<string> NamedSources => _rules.SelectMany(r => r.Sources).Distinct(StringComparer.Ordinal);
}
