using System.Globalization;
using LiveGenre.Cli.Output;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Cli.StreamEvaluation;

/// <summary>How smoothers and their settings are written.</summary>
internal static class SmootherNames
{
    /// <summary>For programs and headings.</summary>
    public static string Of(SmoothingKind kind) => kind switch
    {
        SmoothingKind.TrackFilter => "track-filter",
        SmoothingKind.ForwardFilter => "forward-filter",
        _ => "exponential-average",
    };

    /// <summary>What a smoother goes by, in few words.</summary>
    public static string Describe(DecisionsOptions options) => options.Smoothing switch
    {
        SmoothingKind.TrackFilter => string.Create(
            CultureInfo.InvariantCulture, $"track {options.MeanTrackDuration.TotalSeconds:0.##} s, evidence {options.EvidenceSpan.TotalSeconds:0.##} s"),
        SmoothingKind.ForwardFilter => string.Create(
            CultureInfo.InvariantCulture, $"stay {options.MeanSegmentDuration.TotalSeconds:0.##} s, evidence {options.EvidenceSpan.TotalSeconds:0.##} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"average {options.AverageTimeConstant.TotalSeconds:0.##} s"),
    };

    /// <summary>The settings, ready for appsettings.json.</summary>
    public static string Settings(DecisionsOptions options) => JsonLine.CreateIndented(json =>
    {
        json.WriteStartObject("LiveGenre");
        json.WriteStartObject("Decisions");
        json.WriteString(nameof(options.Smoothing), options.Smoothing.ToString());
        void Write(string name, TimeSpan time) => json.WriteString(name, time.ToString("c", CultureInfo.InvariantCulture));
        switch (options.Smoothing)
        {
            case SmoothingKind.TrackFilter:
                Write(nameof(options.MeanTrackDuration), options.MeanTrackDuration);
                Write(nameof(options.EvidenceSpan), options.EvidenceSpan);
                break;
            case SmoothingKind.ForwardFilter:
                Write(nameof(options.MeanSegmentDuration), options.MeanSegmentDuration);
                Write(nameof(options.EvidenceSpan), options.EvidenceSpan);
                break;
            default:
                Write(nameof(options.AverageTimeConstant), options.AverageTimeConstant);
                break;
        }
        json.WriteNumber(nameof(options.Margin), (decimal)options.Margin);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
