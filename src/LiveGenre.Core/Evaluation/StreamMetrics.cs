namespace LiveGenre.Core.Evaluation;

/// <summary>How well decisions followed a stream whose true labels are known.</summary>
public sealed class StreamMetrics
{
    private readonly IReadOnlyList<LabelledSpan> _truth;
    private readonly IReadOnlyList<LabelledSpan> _decided;

    /// <summary>Measures.</summary>
    /// <param name="truth">In order, without overlap. Time outside them is not judged.</param>
    /// <param name="decided">In order, without overlap. Time outside them is undecided.</param>
    /// <param name="tolerance">How far from a true change a decision may already or still say the label on its other side without counting as a false switch; the length of a window is fair.</param>
    /// <exception cref="ArgumentException">Spans are out of order, overlap, or end before they start.</exception>
    public StreamMetrics(IReadOnlyList<LabelledSpan> truth, IReadOnlyList<LabelledSpan> decided, TimeSpan tolerance)
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
        FalseSwitchCount = CountFalseSwitches(tolerance);
        FalseSwitchesPerHour = Duration == TimeSpan.Zero ? 0 : FalseSwitchCount / Duration.TotalHours;
    }

    /// <summary>Time that is judged.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Share of <see cref="Duration"/> at which the decided label is the true one, 0 to 1.</summary>
    public double Accuracy { get; }

    /// <summary>Changes of the true label from one span to the next.</summary>
    public int SwitchCount { get; }

    /// <summary>True changes after which the decision never reached the new label while it lasted.</summary>
    public int MissedSwitchCount { get; }

    /// <summary>Median time from a true change until the decision says the new label, over those not missed; zero when there are none.</summary>
    public TimeSpan MedianSwitchDelay { get; }

    /// <summary>95th percentile (nearest rank) of the same.</summary>
    public TimeSpan Percentile95SwitchDelay { get; }

    /// <summary>Times at which the decision turned to a label from 0 on that was not true there, nor within the tolerance of there.</summary>
    public int FalseSwitchCount { get; }

    /// <summary><see cref="FalseSwitchCount"/> by <see cref="Duration"/>.</summary>
    public double FalseSwitchesPerHour { get; }

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

    private static TimeSpan Quantile(TimeSpan[] ordered, double share) =>
        ordered.Length == 0 ? TimeSpan.Zero : ordered[(int)Math.Ceiling(share * ordered.Length) - 1];

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

    private int CountFalseSwitches(TimeSpan tolerance)
    {
        var (count, last) = (0, -1);
        foreach (var answer in _decided.Where(answer => answer.Label >= 0))
        {
            // Falling back to unknown and returning is no switch; the first answer of all is none either, but may be false.
            if (answer.Label != last && IsJudged(answer.Start) && !IsTrueNear(answer, tolerance))
            {
                count++;
            }
            last = answer.Label;
        }
        return count;
    }

    private bool IsJudged(TimeSpan time) => _truth.Any(real => real.Start <= time && time < real.End);

    private bool IsTrueNear(LabelledSpan answer, TimeSpan tolerance) =>
        _truth.Any(real => real.Label == answer.Label && real.Start - tolerance <= answer.Start && answer.Start < real.End + tolerance);
}
