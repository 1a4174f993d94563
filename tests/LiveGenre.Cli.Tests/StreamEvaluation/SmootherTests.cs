using LiveGenre.Cli.StreamEvaluation;
using LiveGenre.Core.Evaluation;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Cli.Tests.StreamEvaluation;

public class SmootherTests
{
    private static readonly TimeSpan Hop = TimeSpan.FromSeconds(2);

    [Fact]
    public void Replay_SureModel_PublishesAtTheEndsOfWindows()
    {
        // 0 for a minute, then 1: the window that ends at 64 s is the first that the filter believes.
        var outcome = SmootherOutcome.Replay(Programme(60, start => start < 58 ? 0 : 1), new DecisionsOptions(), 3, Hop);

        Assert.Equal([0, 1], outcome.Decided.Select(span => span.Label));
        Assert.Equal(TimeSpan.FromSeconds(4), outcome.Decided[0].Start);
        Assert.Equal(outcome.Decided[0].End, outcome.Decided[1].Start);
        Assert.InRange(outcome.AgainstLabels.MedianSwitchDelay!.Value.TotalSeconds, 2, 6);
        Assert.Equal((1, 0), (outcome.AgainstLabels.SwitchCount, outcome.AgainstLabels.MissedSwitchCount));
        Assert.Equal((120 - 4 - outcome.AgainstLabels.MedianSwitchDelay!.Value.TotalSeconds) / 120, outcome.AgainstLabels.Accuracy, 1e-6);
        Assert.Equal(1 - (4 / 120.0), outcome.ActivityAccuracy, 1e-6);
        Assert.Equal(0, outcome.UnknownShare);
    }

    [Fact]
    public void Replay_ModelThatErrsWithinOneSound_TurnsTheForwardFilterAlone()
    {
        var heard = Programme(60, start => start is >= 30 and < 34 ? 2 : start < 58 ? 0 : 1);
        var programme = heard with
        {
            Sound = new("sound", [20, 20]),
            Windows = [.. heard.Windows.Select(w => w with { Sound = w.Published < TimeSpan.FromSeconds(62) ? [4, -4] : [-4, 4] })],
        };

        var track = SmootherOutcome.Replay(programme, new DecisionsOptions(), 3, Hop);
        var forward = SmootherOutcome.Replay(programme, new DecisionsOptions { Smoothing = SmoothingKind.ForwardFilter }, 3, Hop);

        Assert.Equal([0, 1], track.Decided.Select(span => span.Label));
        Assert.Equal([0, 2, 0, 1], forward.Decided.Select(span => span.Label));
        Assert.InRange(track.Decided[1].Start.TotalSeconds, 62, 66);
    }

    [Fact]
    public void Replay_TrackTakenForAnother_IsMissedAgainstTheLabelAndSteadyAgainstItself()
    {
        var outcome = SmootherOutcome.Replay(Programme(60, start => start < 58 ? 0 : 2), new DecisionsOptions(), 3, Hop);

        Assert.Equal(1, outcome.AgainstLabels.MissedSwitchCount);
        Assert.Equal((1, 0), (outcome.AgainstOwnAnswers.SwitchCount, outcome.AgainstOwnAnswers.MissedSwitchCount));
        Assert.Equal(0, outcome.AgainstOwnAnswers.FalseSwitchCount);
    }

    [Fact]
    public void Replay_SilentWindows_AreDecidedAsSilence()
    {
        var programme = Programme(60, _ => 0);
        var outcome = SmootherOutcome.Replay(
            programme with { Windows = [.. programme.Windows.Select(w => w with { IsSilent = true, Posterior = [], ActivityPosterior = [] })] }, new DecisionsOptions(), 3, Hop);

        Assert.Equal(-2, Assert.Single(outcome.Decided).Label);
        Assert.Equal(0, outcome.ActivityAccuracy);
    }

    [Fact]
    public void Grid_BothSmoothers_KeepsWhatIsAMatterOfTaste()
    {
        var now = new DecisionsOptions { ConfidenceFloor = 0.3, SilenceEnterDbfs = -50, SilenceLeaveDbfs = -45 };
        foreach (var kind in Enum.GetValues<SmoothingKind>())
        {
            var grid = SmootherTuning.Grid(kind, now).ToList();

            Assert.All(grid, options => Assert.Equal((kind, 0.3, -50, -45), (options.Smoothing, options.ConfidenceFloor, options.SilenceEnterDbfs, options.SilenceLeaveDbfs)));
            Assert.Equal(grid.Count, grid.Select(o => (o.Margin, o.MeanTrackDuration, o.MeanSegmentDuration, o.EvidenceSpan, o.AverageTimeConstant)).Distinct().Count());
        }
    }

    [Fact]
    public void Rank_SteadyBySilence_ComesLast()
    {
        // The model is sure of nothing: a filter that trusts it answers right, a high floor never answers and never errs.
        var programme = Programme(60, start => start < 58 ? 0 : 1);
        var (good, silent) = (
            SmootherOutcome.Replay(programme, new DecisionsOptions(), 3, Hop),
            SmootherOutcome.Replay(programme, new DecisionsOptions { Smoothing = SmoothingKind.ExponentialAverage, ConfidenceFloor = 0.99 }, 3, Hop));

        Assert.Equal(0, SmootherTuning.Excess(silent));
        Assert.Same(good, SmootherTuning.Rank([silent, good])[0]);
    }

    [Fact]
    public void Excess_BeyondTheLimits_AddsUpItsShares()
    {
        // One excursion within an hour is allowed twice; here are 4 min of music: 15 an hour.
        var restless = SmootherOutcome.Replay(Programme(120, start => start is > 40 and < 60 ? 2 : 0, switches: false), new DecisionsOptions(), 3, Hop);

        Assert.Equal(15, restless.AgainstOwnAnswers.FalseSwitchesPerHour, 1e-6);
        Assert.Equal((15 / 2.0) - 1, SmootherTuning.Excess(restless), 1e-6);
    }

    [Fact]
    public void Caveat_WhereOnlyWorseSettingsKeepTheLimits_NamesTheBestOfThem()
    {
        var programme = Programme(120, start => start is > 40 and < 60 ? 2 : 0, switches: false);
        var restless = SmootherOutcome.Replay(programme, new DecisionsOptions(), 3, Hop);
        var silent = SmootherOutcome.Replay(programme, new DecisionsOptions { Smoothing = SmoothingKind.ExponentialAverage, ConfidenceFloor = 0.99 }, 3, Hop);
        var (some, none) = (Result([restless], [silent]), Result([restless]));

        Assert.Same(restless, some.Best);
        Assert.Equal(
            $" (no setting within two points of the best time right keeps all limits; the best that keeps them is {SmootherNames.Of(SmoothingKind.ExponentialAverage)}, {SmootherNames.Describe(silent.Options)}, margin 0.1: 0.0 % right)",
            StreamTable.Caveat(some.Best!, some.BestWithinLimits));
        Assert.Equal(" (no setting keeps all limits)", StreamTable.Caveat(none.Best!, none.BestWithinLimits));
        Assert.Equal("", StreamTable.Caveat(silent, silent));

        StreamResult Result(params IReadOnlyList<IReadOnlyList<SmootherOutcome>> tuned) => new(["a", "b", "c"], programme, [], SmoothingKind.TrackFilter, tuned);
    }

    [Fact]
    public void Settings_OfEitherSmoother_AreReadBackByTheDaemon()
    {
        var json = SmootherNames.Settings(new DecisionsOptions { Smoothing = SmoothingKind.ForwardFilter, MeanSegmentDuration = TimeSpan.FromMinutes(1), EvidenceSpan = TimeSpan.FromSeconds(3), Margin = 0.3 });

        Assert.Equal(
            """{"LiveGenre":{"Decisions":{"Smoothing":"ForwardFilter","MeanSegmentDuration":"00:01:00","EvidenceSpan":"00:00:03","Margin":0.3}}}""",
            string.Concat(json.Where(character => !char.IsWhiteSpace(character))));
    }

    [Fact]
    public void Settings_OfTheTrackFilter_NameItsOwn() => Assert.Equal(
        """{"LiveGenre":{"Decisions":{"Smoothing":"TrackFilter","MeanTrackDuration":"00:04:00","EvidenceSpan":"00:00:02","Margin":0.1}}}""",
        string.Concat(SmootherNames.Settings(new DecisionsOptions()).Where(character => !char.IsWhiteSpace(character))));

    /// <summary>Two tracks of 0 and 1, and windows of 4 s every 2 s of a model that is quite sure of a label.</summary>
    private static Programme Programme(double seconds, Func<double, int> label, bool switches = true)
    {
        var windows = Enumerable.Range(0, (int)seconds - 1).Select(at => new ProgrammeWindow(
            at * 44_100L, TimeSpan.FromSeconds((2 * at) + 4), false,
            [.. Enumerable.Range(0, 3).Select(l => l == label(2.0 * at) ? 0.96f : 0.02f)], [0.97f, 0.01f, 0.01f, 0.01f])).ToList();
        var end = TimeSpan.FromSeconds(2 * seconds);
        LabelledSpan[] genres = [new(TimeSpan.Zero, end / 2, 0), new(end / 2, end, switches ? 1 : 0)];
        return new([], end, 0, genres, [new(TimeSpan.Zero, end, 0)], windows, HasErrors: false);
    }
}
