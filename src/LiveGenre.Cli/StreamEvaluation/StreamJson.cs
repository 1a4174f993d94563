using System.Text.Json;
using LiveGenre.Cli.Output;
using LiveGenre.Core.Evaluation;

namespace LiveGenre.Cli.StreamEvaluation;

/// <summary>A stream evaluation for programs.</summary>
internal static class StreamJson
{
    private const int Decimals = 6;
    private const int TimeDecimals = 3;

    /// <summary>One JSON object on one line.</summary>
    public static string Create(StreamResult result, string model, string condition) => JsonLine.Create(json =>
    {
        json.WriteString("model", model);
        json.WriteString("through", condition);
        json.WriteRounded("duration_s", result.Programme.Duration.TotalSeconds, TimeDecimals);
        json.WriteNumber("tracks", result.Count(ProgrammeItemKind.Play));
        json.WriteNumber("repeated_tracks", result.Programme.RepeatedCount);
        json.WriteNumber("talks", result.Count(ProgrammeItemKind.Talk));
        json.WriteNumber("pauses", result.Count(ProgrammeItemKind.Pause));
        json.WriteNumber("windows", result.Programme.Windows.Count);
        json.WriteRounded("settling_s", SmootherOutcome.Settling.TotalSeconds, TimeDecimals);
        json.WriteString("in_use", SmootherNames.Of(result.InUse));
        json.WriteStartObject("smoothers");
        foreach (var outcome in result.Outcomes)
        {
            json.WritePropertyName(SmootherNames.Of(outcome.Options.Smoothing));
            Write(json, outcome);
        }
        json.WriteEndObject();
        if (result.Best is { } best)
        {
            json.WritePropertyName("best");
            Write(json, best);
        }
        json.WriteStartArray("script");
        foreach (var item in result.Programme.Items)
        {
            json.WriteStringValue(item.Item.ToString());
        }
        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, SmootherOutcome outcome)
    {
        json.WriteStartObject();
        json.WriteString("smoothing", outcome.Options.Smoothing.ToString());
        json.WriteRounded("mean_track_duration_s", outcome.Options.MeanTrackDuration.TotalSeconds, TimeDecimals);
        json.WriteRounded("mean_segment_duration_s", outcome.Options.MeanSegmentDuration.TotalSeconds, TimeDecimals);
        json.WriteRounded("evidence_span_s", outcome.Options.EvidenceSpan.TotalSeconds, TimeDecimals);
        json.WriteRounded("average_time_constant_s", outcome.Options.AverageTimeConstant.TotalSeconds, TimeDecimals);
        json.WriteRounded("margin", outcome.Options.Margin, Decimals);
        json.WriteRounded("accuracy", outcome.AgainstLabels.Accuracy, Decimals);
        json.WriteRounded("unknown_share", outcome.UnknownShare, Decimals);
        json.WriteRounded("activity_accuracy", outcome.ActivityAccuracy, Decimals);
        Write(json, "against_labels", outcome.AgainstLabels);
        Write(json, "against_own_answers", outcome.AgainstOwnAnswers);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, StreamMetrics metrics)
    {
        json.WriteStartObject(name);
        json.WriteNumber("switches", metrics.SwitchCount);
        json.WriteNumber("missed_switches", metrics.MissedSwitchCount);
        json.WriteRounded("switch_delay_median_s", metrics.MedianSwitchDelay?.TotalSeconds, TimeDecimals);
        json.WriteRounded("switch_delay_p95_s", metrics.Percentile95SwitchDelay?.TotalSeconds, TimeDecimals);
        json.WriteNumber("false_switches", metrics.FalseSwitchCount);
        json.WriteRounded("false_switches_per_hour", metrics.FalseSwitchesPerHour, Decimals);
        json.WriteEndObject();
    }
}
