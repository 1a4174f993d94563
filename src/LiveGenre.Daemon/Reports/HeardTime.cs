using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.History;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Reports;

/// <summary>What was on air in stretches of time that need not touch, added up.</summary>
internal sealed class HeardTime
{
    private readonly Dictionary<(string Label, Activity Activity), (TimeSpan Duration, double Confidence)> _sums = [];

    /// <summary>How long the stretches are together.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>How long anything was heard, silence included.</summary>
    public TimeSpan Heard { get; private set; }

    /// <summary>How long music was heard, with speech over it or without: what shares of genres are of. Each moment of it has a genre or <c>unknown</c>.</summary>
    public TimeSpan Music => Sum(s => s.Label != LabelNames.None);

    /// <summary>Adds stretches up.</summary>
    public static HeardTime Of(IEnumerable<Airtime> stretches)
    {
        var time = new HeardTime();
        foreach (var stretch in stretches)
        {
            time.Add(stretch);
        }
        return time;
    }

    /// <summary>How long a genre was on air.</summary>
    public TimeSpan OfLabel(string label) => Sum(s => s.Label == label);

    /// <summary>How long a kind of sound was on air.</summary>
    public TimeSpan Of(FormatActivity activity) => activity switch
    {
        FormatActivity.Talk => Sum(s => s.Activity is Activity.Speech or Activity.SpeechOverMusic),
        FormatActivity.Music => Sum(s => s.Activity == Activity.Music),
        FormatActivity.Noise => Sum(s => s.Activity == Activity.Noise),
        FormatActivity.Silence => Sum(s => s.Activity == Activity.Silence),
        _ => throw new ArgumentOutOfRangeException(nameof(activity), activity, null),
    };

    /// <summary>As one stretch.</summary>
    public Airtime ToAirtime(UtcInterval interval) => new(interval, [.. _sums
        .Select(s => new AirtimeShare(s.Key.Label, s.Key.Activity, s.Value.Duration, (float)(s.Value.Confidence / s.Value.Duration.Ticks)))
        .OrderByDescending(s => s.Duration).ThenBy(s => s.Label, StringComparer.Ordinal)]);

    private void Add(Airtime stretch)
    {
        Time += stretch.Interval.Duration;
        Heard += stretch.Heard;
        foreach (var share in stretch.Shares)
        {
            var (duration, confidence) = _sums.GetValueOrDefault((share.Label, share.Activity));
            _sums[(share.Label, share.Activity)] = (duration + share.Duration, confidence + (share.Duration.Ticks * (double)share.MeanConfidence));
        }
    }

    private TimeSpan Sum(Func<(string Label, Activity Activity), bool> isIt) =>
        TimeSpan.FromTicks(_sums.Where(s => isIt(s.Key)).Sum(s => s.Value.Duration.Ticks));
}
