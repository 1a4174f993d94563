using LiveGenre.Core.Decisions;
using LiveGenre.Core.Evaluation;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;

namespace LiveGenre.Cli.StreamEvaluation;

/// <summary>How one way to decide followed a programme. The model's posteriors are those of the programme; only the decisions are made again.</summary>
internal sealed class SmootherOutcome
{
    /// <summary>Time that a track is given until its first decision stands; being later than that is what the switch delay measures.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(12);

    private SmootherOutcome(DecisionsOptions options, Programme programme, List<LabelledSpan> genres, List<LabelledSpan> activities)
    {
        (Options, Decided) = (options, genres);
        AgainstLabels = new(programme.Genres, genres, Settling);
        AgainstOwnAnswers = new(StreamMetrics.OwnAnswers(programme.Genres, genres), genres, Settling);
        ActivityAccuracy = new StreamMetrics(programme.Activities, activities, Settling).Accuracy;
        var unknown = genres.Where(span => span.Label == GenreLabel.Unknown).Sum(span => (span.End - span.Start).TotalSeconds);
        UnknownShare = unknown / Math.Max(1, programme.Duration.TotalSeconds);
    }

    /// <summary>How it was decided.</summary>
    public DecisionsOptions Options { get; }

    /// <summary>What was published, by the time of publishing.</summary>
    public IReadOnlyList<LabelledSpan> Decided { get; }

    /// <summary>Measured against the true labels.</summary>
    public StreamMetrics AgainstLabels { get; }

    /// <summary>Measured against what was answered for most of a track's time: how steady and quick it is, whatever the model takes a track for.</summary>
    public StreamMetrics AgainstOwnAnswers { get; }

    /// <summary>Share of time with the right activity.</summary>
    public double ActivityAccuracy { get; }

    /// <summary>Share of time without a genre certain enough.</summary>
    public double UnknownShare { get; }

    /// <summary>Decides a programme as the daemon would.</summary>
    /// <param name="programme">Heard already.</param>
    /// <param name="options">How.</param>
    /// <param name="labels">Genres.</param>
    /// <param name="hop">From one window to the next.</param>
    public static SmootherOutcome Replay(Programme programme, DecisionsOptions options, int labels, TimeSpan hop)
    {
        var decider = DecisionRules.CreateDecider(options, labels, hop, programme.Sound);
        var (genres, activities) = (new List<LabelledSpan>(), new List<LabelledSpan>());
        foreach (var heard in programme.Windows)
        {
            var state = heard.IsSilent
                ? decider.UpdateSilent(heard.Start)
                : decider.Update(heard.Posterior, heard.ActivityPosterior, heard.Start, heard.Sound);
            Extend(genres, heard.Published, state.Genre.LabelIndex);
            Extend(activities, heard.Published, (int)state.Activity.Activity);
        }
        Close(genres, programme.Duration);
        Close(activities, programme.Duration);
        return new(options, programme, genres, activities);
    }

    private static void Extend(List<LabelledSpan> spans, TimeSpan time, int label)
    {
        if (spans is [.., var last])
        {
            if (last.Label == label)
            {
                return;
            }
            Close(spans, time);
        }
        spans.Add(new(time, time, label));
    }

    private static void Close(List<LabelledSpan> spans, TimeSpan time)
    {
        if (spans is [.., var last])
        {
            spans[^1] = last with { End = time > last.Start ? time : last.Start };
        }
    }
}
