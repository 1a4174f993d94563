using System.Globalization;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Alerts.Rules;

/// <summary>What each kind of rule says about a source at one moment. Deterministic.</summary>
internal static class AlertJudge
{
    /// <summary>Judges.</summary>
    public static Verdict Judge(AlertRule rule, in SourceGlance source) => rule.Kind switch
    {
        _ when source.State.State == SourceState.Ended => Verdict.Well, // nothing more is to come, nor to be mended
        AlertRuleKind.Silence => Silence(rule, source),
        AlertRuleKind.NoData => NoData(source),
        AlertRuleKind.Talk => Talk(rule, source),
        AlertRuleKind.OffFormat => OffFormat(rule, source),
        AlertRuleKind.Clipping => Clipping(rule, source),
        AlertRuleKind.ModelFailing => ModelFailing(rule, source),
        AlertRuleKind.LowConfidence => LowConfidence(rule, source),
        _ => Verdict.Unknown,
    };

    /// <summary>A source that is gone may or may not be silent; that is for <see cref="NoData"/> to say.</summary>
    private static Verdict Silence(AlertRule rule, in SourceGlance source)
    {
        if (source.State.State == SourceState.DigitalSilence)
        {
            // In words: every sample is zero, or the loopback has nothing to play.
            return Verdict.Trouble(source.State.Since, source.State.Detail.TrimEnd('.'));
        }
        if (source.FreshWindow is not { } window)
        {
            return Verdict.Unknown;
        }
        return window.RmsDbfs < rule.LevelDbfs
            ? Verdict.Trouble(window.Start, Text($"a quiet programme, {window.RmsDbfs:0.0} dBFS RMS (below {rule.LevelDbfs:0.#} dBFS)"))
            : Verdict.Well;
    }

    private static Verdict NoData(in SourceGlance source)
    {
        var (state, detail) = (source.State, source.State.Detail.TrimEnd('.'));
        return state.State switch
        {
            SourceState.NoData => Verdict.Trouble(state.Since, "connected, and nothing arrives"),
            SourceState.DeviceLost => Verdict.Trouble(state.Since, $"the device is lost: {detail}"),
            SourceState.Retrying => Verdict.Trouble(state.Since, $"connecting again: {detail}"),
            SourceState.Failed => Verdict.Trouble(state.Since, $"given up: {detail}"),
            SourceState.Starting => Verdict.Trouble(state.Since, "not connected yet"),
            SourceState.Running or SourceState.DigitalSilence => Verdict.Well,
            _ => Verdict.Unknown,
        };
    }

    private static Verdict Talk(AlertRule rule, in SourceGlance source) => source.FreshWindow switch
    {
        { Activity: Activity.Speech } window => Verdict.Trouble(window.Start, "speech"),
        { Activity: Activity.SpeechOverMusic } window when rule.SpeechOverMusic => Verdict.Trouble(window.Start, "speech over music"),
        null or { Activity: Activity.Silence } => Verdict.Unknown, // a pause ends no talk
        _ => Verdict.Well,
    };

    /// <summary>Only music is on or off a format; talk between two records neither ends the trouble nor adds to it.</summary>
    private static Verdict OffFormat(AlertRule rule, in SourceGlance source)
    {
        if (source.FreshWindow is not { Activity: Activity.Music, Label: not ("unknown" or "none" or "") } window)
        {
            return Verdict.Unknown;
        }
        return rule.Formats.Contains(window.Label, StringComparer.Ordinal)
            ? Verdict.Well
            : Verdict.Trouble(window.Start, Text($"{window.Label} ({Percent(window.Confidence)}), and the format is {string.Join(", ", rule.Formats)}"));
    }

    private static Verdict Clipping(AlertRule rule, in SourceGlance source)
    {
        if (source.FreshWindow is not { } window || source.SamplesPerWindow <= 0)
        {
            return source.State.State == SourceState.DigitalSilence ? Verdict.Well : Verdict.Unknown;
        }
        var share = window.ClippedSampleCount / source.SamplesPerWindow;
        return share >= rule.ClippedShare
            ? Verdict.Trouble(window.Start, Text($"{share * 100:0.###} % of samples at full scale (from {rule.ClippedShare * 100:0.###} %), peak {window.PeakDbfs:0.0} dBFS"))
            : Verdict.Well;
    }

    /// <summary>Only where sound arrives: without sound there is nothing to decide.</summary>
    private static Verdict ModelFailing(AlertRule rule, in SourceGlance source)
    {
        if (source.State.State != SourceState.Running)
        {
            return Verdict.Unknown;
        }
        if (source.Model.IsFailing && source.FreshWindow is not { Activity: Activity.Silence }) // silence asks no model
        {
            return Verdict.Trouble(source.Model.Since, source.Model.Detail.TrimEnd('.'));
        }
        if (source.Now - source.LastDecision > source.LongestWait)
        {
            return Verdict.Trouble(source.LastDecision, "sound arrives, and the model gives nothing");
        }
        if (source.FreshWindow is not { } window)
        {
            return Verdict.Unknown;
        }
        var lost = (double)window.DroppedWindowCount / (window.DroppedWindowCount + 1);
        return lost >= rule.DroppedShare
            ? Verdict.Trouble(window.Start, Text($"the model cannot keep up: {Percent(lost)} of windows are lost (from {Percent(rule.DroppedShare)})"))
            : Verdict.Well;
    }

    private static Verdict LowConfidence(AlertRule rule, in SourceGlance source)
    {
        if (source.FreshWindow is not { Activity: Activity.Music } window)
        {
            return Verdict.Unknown;
        }
        return window.Confidence < rule.ConfidenceFloor
            ? Verdict.Trouble(window.Start, Text($"{window.Label} at {Percent(window.Confidence)} (below {Percent(rule.ConfidenceFloor)})"))
            : Verdict.Well;
    }

    private static string Percent(double share) => Text($"{share * 100:0} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
