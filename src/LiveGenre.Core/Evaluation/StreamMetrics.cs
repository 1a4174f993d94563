using LiveGenre.Core.Decisions;

namespace LiveGenre.Core.Evaluation;

/// <summary>How well decisions followed a stream whose true labels are known.</summary>
public sealed class StreamMetrics
{
    private readonly IReadOnlyList<LabelledSpan> _truth;
    private readonly IReadOnlyList<LabelledSpan> _decided;

    /// <summary>Measures.</summary>
    /// <param name="truth">In order, without overlap. Time outside them is not judged.</param>
    /// <param name="decided">In order, without overlap. Time outside them is undecided.</param>
    /// <param name="settling">Time that a track is given until its first decision stands, if none comes before; no turn is false until then.</param>
    /// <exception cref="ArgumentException">Spans are out of order, overlap, or end before they start.</exception>
    public StreamMetrics(IReadOnlyList<LabelledSpan> truth, IReadOnlyList<LabelledSpan> decided, TimeSpan settling)
    {
        ThrowIfDisordered(truth, nameof(truth));
        ThrowIfDisordered(decided, nameof(decided));
        (_truth, _decided) = (truth, decided);

        Duration = Sum(truth.Select(span => span.End - span.Start));
        var right = Sum(truth.SelectMany(_ => decided, (real, answer) => real.Label == answer.Label ? Shared(real, answer) : TimeSpan.Zero));
        Accuracy = Duration == TimeSpan.Zero ? 0 : right / Duration;

        var delays = Switches().Select(SwitchDelay).ToArray();
        var found = delays.OfType<TimeSpan>().Order().ToArray();
        SwitchCount = delays.Length;
        MissedSwitchCount = delays.Length - found.Length;
        MedianSwitchDelay = Quantile(found, 0.5);
        Percentile95SwitchDelay = Quantile(found, 0.95);
        LabelledDuration = Sum(truth.Where(span => span.Label >= 0).Select(span => span.End - span.Start));
        FalseSwitchCount = truth.Where(span => span.Label >= 0).Sum(span => CountFalseSwitches(span, settling));
        FalseSwitchesPerHour = LabelledDuration == TimeSpan.Zero ? 0 : FalseSwitchCount / LabelledDuration.TotalHours;
    }

    /// <summary>Time that is judged.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Time of spans whose label is 0 or above.</summary>
    public TimeSpan LabelledDuration { get; }

    /// <summary>Share of <see cref="Duration"/> at which the decided label is the true one, 0 to 1.</summary>
    public double Accuracy { get; }

    /// <summary>Changes of the true label from one span to the next.</summary>
    public int SwitchCount { get; }

    /// <summary>True changes after which the decision never reached the new label while it lasted.</summary>
    public int MissedSwitchCount { get; }

    /// <summary>Median time from a true change until the decision says the new label, over those not missed; null when there are none.</summary>
    public TimeSpan? MedianSwitchDelay { get; }

    /// <summary>95th percentile (nearest rank) of the same.</summary>
    public TimeSpan? Percentile95SwitchDelay { get; }

    /// <summary>
    /// Turns of the decision, within a labelled span and after its first decision has settled, to another label from 0 on
    /// than the span's own. An excursion counts once, its return not; falling back to below 0 and returning is no turn.
    /// Settled is the first decision that differs from the one carried in, or whatever stands after the settling time.
    /// </summary>
    public int FalseSwitchCount { get; }

    /// <summary><see cref="FalseSwitchCount"/> by <see cref="LabelledDuration"/>.</summary>
    public double FalseSwitchesPerHour { get; }

    /// <summary>
    /// The same spans, each labelled with what was decided for most of its time: whatever is measured against them tells
    /// how the decision was kept, not how right it was. A span keeps its own label if that is below 0, or if nothing from
    /// 0 on was decided in it.
    /// </summary>
    /// <param name="truth">In order, without overlap.</param>
    /// <param name="decided">In order, without overlap.</param>
    public static IReadOnlyList<LabelledSpan> OwnAnswers(IReadOnlyList<LabelledSpan> truth, IReadOnlyList<LabelledSpan> decided) =>
    [
        .. truth.Select(real => real.Label < 0 ? real : real with
        {
            Label = decided
                .Where(answer => answer.Label >= 0 && Shared(real, answer) > TimeSpan.Zero)
                .GroupBy(answer => answer.Label, answer => Shared(real, answer))
                .OrderByDescending(Sum)
                .Select(group => group.Key)
                .FirstOrDefault(real.Label),
        }),
    ];

    private static void ThrowIfDisordered(IReadOnlyList<LabelledSpan> spans, string name)
    {
        for (var at = 0; at < spans.Count; at++)
        {
            if (spans[at].End < spans[at].Start || (at > 0 && spans[at].Start < spans[at - 1].End))
            {
                throw new ArgumentException($"{spans[at]} overlaps the span before it or ends before it starts.", name);
            }
        }
    }

    private static TimeSpan Sum(IEnumerable<TimeSpan> times) => times.Aggregate(TimeSpan.Zero, (total, time) => total + time);

    private static TimeSpan Shared(LabelledSpan a, LabelledSpan b)
    {
        var start = a.Start > b.Start ? a.Start : b.Start;
        var end = a.End < b.End ? a.End : b.End;
        return end > start ? end - start : TimeSpan.Zero;
    }

    private static TimeSpan? Quantile(TimeSpan[] ordered, double share) =>
        ordered.Length == 0 ? null : ordered[(int)Math.Ceiling(share * ordered.Length) - 1];

    private IEnumerable<LabelledSpan> Switches() =>
        _truth.Zip(_truth.Skip(1)).Where(pair => pair.First.Label != pair.Second.Label).Select(pair => pair.Second);

    private TimeSpan? SwitchDelay(LabelledSpan real)
    {
        foreach (var answer in _decided)
        {
            if (answer.Label == real.Label && Shared(real, answer) > TimeSpan.Zero)
            {
                return answer.Start > real.Start ? answer.Start - real.Start : TimeSpan.Zero;
            }
        }
        return null;
    }

    private int CountFalseSwitches(LabelledSpan real, TimeSpan settling)
    {
        var (count, isSettled) = (0, false);
        var standing = CarriedInto(real.Start);
        foreach (var answer in _decided.Where(answer => answer.Label >= 0 && answer.Start > real.Start && answer.Start < real.End))
        {
            if (answer.Label == standing)
            {
                continue;
            }
            isSettled |= answer.Start >= real.Start + settling;
            count += isSettled && answer.Label != real.Label ? 1 : 0;
            (standing, isSettled) = (answer.Label, true);
        }
        return count;
    }

    /// <summary>The last label that stood when a span began; below 0 where there was none since the last answer of none.</summary>
    private int CarriedInto(TimeSpan time) =>
        _decided.LastOrDefault(answer => answer.Start <= time && answer.Label != GenreLabel.Unknown, new(time, time, GenreLabel.None)).Label;
}
