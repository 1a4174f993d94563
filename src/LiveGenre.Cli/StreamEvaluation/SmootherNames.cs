using System.Globalization;
using LiveGenre.Cli.Output;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Cli.StreamEvaluation;

/// <summary>How smoothers and their settings are written.</summary>
internal static class SmootherNames
{
    /// <summary>For programs and headings.</summary>
    public static string Of(SmoothingKind kind) => kind == SmoothingKind.ForwardFilter ? "forward-filter" : "exponential-average";

    /// <summary>What a smoother goes by, in few words.</summary>
    public static string Describe(DecisionsOptions options) => options.Smoothing == SmoothingKind.ForwardFilter
        ? string.Create(CultureInfo.InvariantCulture, $"stay {options.MeanSegmentDuration.TotalSeconds:0.##} s, evidence {options.EvidenceSpan.TotalSeconds:0.##} s")
        : string.Create(CultureInfo.InvariantCulture, $"average {options.AverageTimeConstant.TotalSeconds:0.##} s");

    /// <summary>The settings, ready for appsettings.json.</summary>
    public static string Settings(DecisionsOptions options) => JsonLine.CreateIndented(json =>
    {
        json.WriteStartObject("LiveGenre");
        json.WriteStartObject("Decisions");
        json.WriteString(nameof(options.Smoothing), options.Smoothing.ToString());
        if (options.Smoothing == SmoothingKind.ForwardFilter)
        {
            json.WriteString(nameof(options.MeanSegmentDuration), options.MeanSegmentDuration.ToString("c", CultureInfo.InvariantCulture));
            json.WriteString(nameof(options.EvidenceSpan), options.EvidenceSpan.ToString("c", CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteString(nameof(options.AverageTimeConstant), options.AverageTimeConstant.ToString("c", CultureInfo.InvariantCulture));
        }
        json.WriteNumber(nameof(options.Margin), (decimal)options.Margin);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
