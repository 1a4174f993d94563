using System.Globalization;
using LiveGenre.Cli.Output;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Reports;

/// <summary>A row of a report as shares, and in words.</summary>
internal sealed class RowFigures(ReportRow row)
{
    /// <summary>What shares are of, for the foot of a report.</summary>
    public const string Basis =
        "Heard is of the time; the rest are gaps, outages and what is still to come of today. Kinds of sound are of what was heard; talk is speech, "
        + "alone and over music. Genres are of the music heard, speech over it included.";

    /// <summary>What a result of <see cref="Compliance.NotMeasured"/> means, for the foot of a report that has one.</summary>
    public const string NotMeasured = "Not measured: too little was heard, or too little music, to judge by.";

    /// <summary>Kinds of sound, in the order that reports show them.</summary>
    public static readonly IReadOnlyList<Activity> Activities =
        [Activity.Music, Activity.SpeechOverMusic, Activity.Speech, Activity.Noise, Activity.Silence];

    public ReportRow Row => row;

    public string Title { get; } = row.Title.WithoutControls();

    public TimeSpan Heard { get; } = row.Shares.HeardDuration.ToTimeSpan();

    public TimeSpan Missing { get; } = row.Shares.MissingDuration.ToTimeSpan();

    public TimeSpan Music { get; } = row.MusicDuration.ToTimeSpan();

    /// <summary>Share of the row's time that was heard, 0 to 1.</summary>
    public double HeardShare => Heard + Missing > TimeSpan.Zero ? Heard / (Heard + Missing) : 0;

    /// <summary>Speech, alone and over music; null where nothing was heard.</summary>
    public double? Talk => Of(Activity.Speech) + Of(Activity.SpeechOverMusic);

    /// <summary>Genres and <c>unknown</c> as shares of the music, largest first.</summary>
    public IReadOnlyList<(string Label, double Share)> Genres { get; } = [.. row.Shares.Labels
        .Where(l => l.Label != LabelNames.None && row.MusicDuration.ToTimeSpan() > TimeSpan.Zero)
        .Select(l => (l.Label.WithoutControls(), l.Duration.ToTimeSpan() / row.MusicDuration.ToTimeSpan()))];

    /// <summary>Share of what was heard; null where nothing was.</summary>
    public double? Of(Activity activity) => Heard > TimeSpan.Zero
        ? TimeSpan.FromTicks(row.Shares.Activities.Where(a => a.Activity == activity).Sum(a => a.Duration.ToTimeSpan().Ticks)) / Heard
        : null;

    /// <summary>Whether a report judges anything that it could not measure.</summary>
    public static bool HasNotMeasured(GetReportResponse report) =>
        report.Rows.Append(report.Total).Any(row => row.Targets.Any(t => t.Compliance == Compliance.NotMeasured));

    /// <summary>A share for people; more digits where one would say that there was nothing.</summary>
    public static string Percent(double? share) => share is { } value
        ? (100 * value).ToString(value is > 0 and < 0.0005 ? "0.000" : "0.0", CultureInfo.InvariantCulture) + " %"
        : "–";

    /// <summary>The share that a target was judged by.</summary>
    public static string Percent(TargetResult target) => Percent(target.Compliance == Compliance.NotMeasured ? null : target.Share);

    /// <summary>A result in one or two words.</summary>
    public static string Word(Compliance compliance) => compliance switch
    {
        Compliance.Met => "met",
        Compliance.Below => "below",
        Compliance.Above => "above",
        Compliance.NotMeasured => "not measured",
        _ => "not known",
    };

    /// <summary>A target with its share and result: <c>talk at most 15 %: 18.2 %, above</c>.</summary>
    public static string Sentence(TargetResult target) => target.Compliance == Compliance.NotMeasured
        ? $"{target.Target.WithoutControls()}: {Word(target.Compliance)}"
        : $"{target.Target.WithoutControls()}: {Percent(target)}, {Word(target.Compliance)}";
}
