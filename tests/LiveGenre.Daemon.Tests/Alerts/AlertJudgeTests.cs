using Google.Protobuf.WellKnownTypes;
using LiveGenre.Daemon.Alerts.Rules;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Alerts;

public sealed class AlertJudgeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly AlertRuleOptions Silence = new() { Kind = AlertRuleKind.Silence };
    private static readonly AlertRuleOptions NoData = new() { Kind = AlertRuleKind.NoData };
    private static readonly AlertRuleOptions OffFormat = new() { Kind = AlertRuleKind.OffFormat, Formats = ["rock", "pop"] };
    private static readonly AlertRuleOptions Clipping = new() { Kind = AlertRuleKind.Clipping };
    private static readonly AlertRuleOptions Failing = new() { Kind = AlertRuleKind.ModelFailing };
    private static readonly ModelState Answering = new(false, "", Now.AddMinutes(-5));
    private static readonly AlertRuleOptions Unsure = new() { Kind = AlertRuleKind.LowConfidence };

    [Theory]
    [InlineData(SourceState.DigitalSilence, "Every sample is zero.", "Every sample is zero")]
    [InlineData(SourceState.DigitalSilence, "The loopback has nothing to play.", "The loopback has nothing to play")]
    public void Judge_DigitalSilence_TellsWhichOne(SourceState state, string detail, string expected) =>
        Assert.Equal((Finding.Trouble, expected), Of(Judge(Silence, null, state, detail)));

    [Fact]
    public void Judge_QuietProgramme_TellsItsLevel() => Assert.Equal(
        (Finding.Trouble, "a quiet programme, -72.5 dBFS RMS (below -60 dBFS)"), Of(Judge(Silence, Window(w => w.Level.RmsDbfs = -72.5f))));

    [Theory]
    [InlineData(SourceState.NoData, "connected, and nothing arrives")]
    [InlineData(SourceState.DeviceLost, "the device is lost: gone")]
    [InlineData(SourceState.Retrying, "connecting again: gone")]
    [InlineData(SourceState.Failed, "given up: gone")]
    [InlineData(SourceState.Starting, "not connected yet")]
    public void Judge_NoData_TellsInWhichWay(SourceState state, string expected)
    {
        Assert.Equal((Finding.Trouble, expected), Of(Judge(NoData, null, state, "gone.")));
        Assert.Equal(Finding.Unknown, Judge(Silence, Window(), state, "gone.").Finding); // whether it is silent is not known
    }

    [Theory]
    [InlineData(SourceState.Running)]
    [InlineData(SourceState.DigitalSilence)]
    [InlineData(SourceState.Ended)]
    public void Judge_DataThatArrivesOrHasEnded_IsNoLackOfData(SourceState state) =>
        Assert.Equal(Finding.Well, Judge(NoData, null, state).Finding);

    [Theory]
    [InlineData(Activity.Speech, false, nameof(Finding.Trouble))]
    [InlineData(Activity.SpeechOverMusic, false, nameof(Finding.Well))]
    [InlineData(Activity.SpeechOverMusic, true, nameof(Finding.Trouble))]
    [InlineData(Activity.Silence, false, nameof(Finding.Unknown))]
    [InlineData(Activity.Music, true, nameof(Finding.Well))]
    public void Judge_Talk_DependsOnTheActivity(Activity activity, bool overMusic, string expected) => Assert.Equal(expected,
        Judge(new() { Kind = AlertRuleKind.Talk, SpeechOverMusic = overMusic }, Window(w => w.Activity = activity)).Finding.ToString());

    [Theory]
    [InlineData("rock", Activity.Music, nameof(Finding.Well))]
    [InlineData("jazz", Activity.Music, nameof(Finding.Trouble))]
    [InlineData("unknown", Activity.Music, nameof(Finding.Unknown))]
    [InlineData("jazz", Activity.Speech, nameof(Finding.Unknown))]
    public void Judge_OffFormat_AsksOnlyMusicThatIsDecided(string label, Activity activity, string expected)
    {
        var verdict = Judge(OffFormat, Window(w => (w.Decision.Label, w.Activity) = (label, activity)));

        Assert.Equal(expected, verdict.Finding.ToString());
        Assert.Equal(expected == nameof(Finding.Trouble) ? "jazz (90 %), and the format is rock, pop" : "", verdict.Detail);
    }

    [Theory]
    [InlineData(352u, nameof(Finding.Well))] // 4 s × 44 100 Hz × 2 channels × 0.001 = 352.8
    [InlineData(353u, nameof(Finding.Trouble))]
    public void Judge_Clipping_ComparesTheShareOfCapturedSamples(uint clipped, string expected) =>
        Assert.Equal(expected, Judge(Clipping, Window(w => w.Level.ClippedSampleCount = clipped)).Finding.ToString());

    [Fact]
    public void Judge_SoundWithoutDecisions_IsAFailingModel()
    {
        var old = Window(w => w.WindowEndTime = Now.AddSeconds(-17).ToTimestamp());

        Assert.Equal((Finding.Trouble, "sound arrives, and the model gives nothing"), Of(Judge(Failing, old)));
        Assert.Equal(Now.AddSeconds(-17), Judge(Failing, old).Since);
        Assert.Equal(Finding.Unknown, Judge(Failing, old, SourceState.NoData).Finding);
        Assert.Equal(Finding.Unknown, Judge(Silence, old).Finding); // nobody knows what is on air
    }

    [Fact]
    public void Judge_ModelThatGivesNoNumbers_IsTroubleSinceItBegan()
    {
        var model = new ModelState(true, "Model m is broken: its output genre is not finite.", Now.AddSeconds(-90));

        var verdict = Judge(Failing, Window(), model: model);

        Assert.Equal((Finding.Trouble, "Model m is broken: its output genre is not finite"), Of(verdict));
        Assert.Equal(Now.AddSeconds(-90), verdict.Since);
        Assert.Equal(Finding.Well, Judge(Failing, Window(w => w.Activity = Activity.Silence), model: model).Finding); // which asks no model
        Assert.Equal(Finding.Unknown, Judge(Failing, null, SourceState.NoData, model: model).Finding);
    }

    [Theory]
    [InlineData(null, 4 * 44_100 * 2.0)]
    [InlineData(1, 4 * 44_100.0)]
    public void At_SourceOfOneChannelOrAll_CountsTheSamplesThatAreHeard(int? channel, double expected)
    {
        var feed = new SourceFeed(
            new("fm", "FM", "pulse:fm", "m", [], TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2), channel), new(), 1, TimeProvider.System);
        feed.Status.SetFormat(new(44_100, 2));

        Assert.Equal(expected, SourceGlance.At(feed, Answering, Now).SamplesPerWindow);
    }

    [Theory]
    [InlineData(0u, nameof(Finding.Well))]
    [InlineData(1u, nameof(Finding.Trouble))]
    public void Judge_WindowsLostToOverload_AreAFailingModel(uint dropped, string expected) =>
        Assert.Equal(expected, Judge(Failing, Window(w => w.DroppedWindowCount = dropped)).Finding.ToString());

    [Fact]
    public void Judge_MusicWithLittleConfidence_IsTrouble()
    {
        Assert.Equal((Finding.Trouble, "jazz at 39 % (below 40 %)"), Of(Judge(Unsure, Window(w => w.Decision.Confidence = 0.39f))));
        Assert.Equal(Finding.Well, Judge(Unsure, Window()).Finding);
        Assert.Equal(Finding.Unknown, Judge(Unsure, Window(w => (w.Activity, w.Decision.Confidence) = (Activity.Speech, 0.1f))).Finding);
    }

    [Fact]
    public void For_RulesThatNameASource_StandInsteadOfThoseForAll()
    {
        var rules = new AlertRules(new()
        {
            Rules =
            [
                new() { Kind = AlertRuleKind.Silence, For = TimeSpan.FromSeconds(30) },
                new() { Kind = AlertRuleKind.NoData },
                new() { Kind = AlertRuleKind.Silence, Sources = ["talk"], For = TimeSpan.FromSeconds(10) },
                new() { Kind = AlertRuleKind.NoData, Sources = ["studio"], Enabled = false },
            ],
        });

        Assert.Equal([("silence", 30.0), ("no-data", 60)], rules.For("fm").Select(r => (r.Name, r.For.TotalSeconds)));
        Assert.Equal([("silence", 10.0), ("no-data", 60)], rules.For("talk").Select(r => (r.Name, r.For.TotalSeconds)));
        Assert.Equal(["silence"], rules.For("studio").Select(r => r.Name));
    }

    [Fact]
    public void For_NothingConfigured_WatchesSilenceDataAndModel() =>
        Assert.Equal([("silence", 30.0), ("no-data", 60), ("model-failing", 60)], new AlertRules(new()).For("fm").Select(r => (r.Name, r.For.TotalSeconds)));

    private static (Finding, string) Of(Verdict verdict) => (verdict.Finding, verdict.Detail);

    private static Verdict Judge(
        AlertRuleOptions rule, GenreWindow? window, SourceState state = SourceState.Running, string detail = "", ModelState? model = null) => AlertJudge.Judge(
        AlertRule.From(rule),
        new SourceGlance(new(state, detail, Now.AddMinutes(-5)), window is null ? null : WindowGlance.Of(window), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2), 4 * 44_100 * 2, model ?? Answering, Now));

    private static GenreWindow Window(Action<GenreWindow>? change = null)
    {
        var window = new GenreWindow
        {
            WindowStartTime = Now.AddSeconds(-5).ToTimestamp(),
            WindowEndTime = Now.AddSeconds(-1).ToTimestamp(),
            Activity = Activity.Music,
            Decision = new() { Label = "jazz", Confidence = 0.9f },
            Level = new() { RmsDbfs = -18, PeakDbfs = -6 },
        };
        change?.Invoke(window);
        return window;
    }
}
