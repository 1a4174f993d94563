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
        "Shares of genres are of the music heard, speech over it included; those of kinds of sound are of all that was heard; heard is of the time.";

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

    /// <summary>A share for people.</summary>
    public static string Percent(double? share) => share is { } value ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "–";

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
        : $"{target.Target.WithoutControls()}: {Percent(target.Share)}, {Word(target.Compliance)}";
}
