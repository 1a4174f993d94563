using FsCheck.Fluent;
using LiveGenre.Daemon.Alerts.Rules;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Alerts;

public sealed class AlertTrackerTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly AlertRule _rule = AlertRule.From(new()
    {
        Kind = AlertRuleKind.Silence,
        For = TimeSpan.FromSeconds(30),
        Recover = TimeSpan.FromSeconds(60),
        Reminder = TimeSpan.FromMinutes(10),
    });

    private readonly List<AlertChange> _changes = [];
    private AlertTracker _tracker;
    private DateTimeOffset _now = Start;

    public AlertTrackerTests() => _tracker = new AlertTracker(_rule, "fm", null, _now);

    [Fact]
    public void Advance_TroubleThatLasts_FiresOnceWhenItHasLastedLongEnough()
    {
        Pass(29, Finding.Trouble);
        Assert.Empty(_changes);

        Pass(300, Finding.Trouble);

        var alert = Assert.Single(_changes);
        Assert.Equal(AlertEvent.Firing, alert.Event);
        Assert.Equal("No sound for 30 s: every sample is zero.", alert.Alert.Summary);
        Assert.Equal(Start, alert.Alert.ConditionTime.ToDateTimeOffset());
        Assert.Equal(Start.AddSeconds(30), alert.Alert.FireTime.ToDateTimeOffset());
    }

    [Fact]
    public void Advance_TroubleThatBeganBeforeItWasFound_CountsFromItsBeginning()
    {
        _now += TimeSpan.FromSeconds(4);
        Advance(Verdict.Trouble(Start, "every sample is zero"));
        Pass(26, Finding.Trouble);

        Assert.Equal(AlertEvent.Firing, Assert.Single(_changes).Event);
    }

    [Fact]
    public void Advance_WellForLongEnough_RecoversOnce()
    {
        Pass(40, Finding.Trouble);
        Pass(59, Finding.Well);
        Assert.Single(_changes);

        Pass(300, Finding.Well);

        Assert.Equal([AlertEvent.Firing, AlertEvent.Recovered], Events);
        Assert.Equal("Over after 40 s: no sound (every sample is zero).", _changes[1].Alert.Summary);
        Assert.Equal(AlertState.Recovered, _changes[1].Alert.State);
        Assert.Equal(Start.AddSeconds(100), _changes[1].Alert.RecoverTime.ToDateTimeOffset());
        Assert.Null(_tracker.Open);
    }

    [Theory]
    [InlineData(40, 20)]
    [InlineData(3, 3)]
    [InlineData(1, 55)]
    [InlineData(59, 1)]
    public void Advance_FlapsForFiveMinutesOrMore_IsOneAlertAndOneRecovery(int trouble, int well)
    {
        var flaps = Math.Max(300 / (trouble + well), 32 / trouble);
        for (var i = 0; i < flaps; i++)
        {
            Pass(trouble, Finding.Trouble);
            Pass(well, Finding.Well);
        }
        Pass(120, Finding.Well);

        Assert.Equal([AlertEvent.Firing, AlertEvent.Recovered], Events.Where(e => e is not (null or AlertEvent.Reminder)));
        Assert.Equal((uint)flaps - 1, _changes[^1].Alert.FlapCount);
    }

    [Fact]
    public void Advance_NothingToGoBy_NeitherGrowsNorEnds()
    {
        Pass(29, Finding.Trouble);
        Pass(600, Finding.Unknown);
        Assert.Empty(_changes);
        Pass(3, Finding.Trouble);
        Assert.Equal([AlertEvent.Firing], Events);

        Pass(550, Finding.Unknown);
        Pass(59, Finding.Well);

        Assert.NotNull(_tracker.Open);
    }

    [Fact]
    public void Advance_TroubleGoesOn_RemindsUntilItIsAcknowledged()
    {
        Pass((2 * 600) + 40, Finding.Trouble);
        Assert.Equal([AlertEvent.Firing, AlertEvent.Reminder, AlertEvent.Reminder], Events);
        Assert.Equal("No sound for 20 min 30 s: every sample is zero.", _changes[^1].Alert.Summary);

        var change = _tracker.Acknowledge("Ada", _now);
        Pass(3_600, Finding.Trouble);

        Assert.Equal(3, _changes.Count);
        Assert.Null(change.Event);
        Assert.Equal(("Ada", AlertState.Acknowledged), (change.Alert.AcknowledgedBy, change.Alert.State));
        Pass(60, Finding.Well);
        Assert.Equal(AlertEvent.Recovered, _changes[^1].Event);
        Assert.Equal("Ada", _changes[^1].Alert.AcknowledgedBy);
    }

    [Fact]
    public void Advance_AfterARestart_GoesOnWithTheOpenAlert()
    {
        Pass(40, Finding.Trouble);
        var open = _tracker.Open;
        _now += TimeSpan.FromHours(1); // the daemon was down

        _tracker = new AlertTracker(_rule, "fm", open, _now);
        Pass(20, Finding.Unknown);
        Pass(100, Finding.Trouble);
        Assert.Equal([AlertEvent.Firing], Events);
        Pass(60, Finding.Well);

        Assert.Equal([AlertEvent.Firing, AlertEvent.Recovered], Events);
        Assert.Equal(open!.AlertId, _changes[^1].Alert.AlertId);
    }

    [Fact]
    public void Advance_AnyFindings_KeepsItsPromises()
    {
        var stretch =
            from seconds in Gen.Choose(1, 100)
            from finding in Gen.Elements(Finding.Trouble, Finding.Well, Finding.Unknown)
            select (Seconds: seconds, Finding: finding);
        Prop.ForAll(stretch.ListOf(20).ToArbitrary(), stretches =>
        {
            var tests = new AlertTrackerTests();
            foreach (var (seconds, finding) in stretches)
            {
                tests.Pass(seconds, finding, restartAfterwards: seconds % 7 == 0);
            }
            var told = tests.Events.Where(e => e is AlertEvent.Firing or AlertEvent.Recovered).ToList();

            // Told in turns, beginning with the alert.
            Assert.All(told.Index(), e => Assert.Equal(e.Index % 2 == 0 ? AlertEvent.Firing : AlertEvent.Recovered, e.Item));
            // Nothing fires of less trouble than the rule asks for, and nothing is over before the rule's time.
            Assert.True(told.Count == 0 || stretches.Where(s => s.Finding == Finding.Trouble).Sum(s => s.Seconds) >= 30);
            Assert.True(told.Count < 2 || stretches.Where(s => s.Finding == Finding.Well).Sum(s => s.Seconds) >= 60);
            // Trouble of 30 s in one piece is always told of.
            Assert.True(told.Count > 0 || stretches.All(s => s.Finding != Finding.Trouble || s.Seconds < 30));
            return true;
        }).AssertHolds();
    }

    private IEnumerable<AlertEvent?> Events => _changes.Select(c => c.Event).Where(e => e is not null);

    private void Pass(int seconds, Finding finding, bool restartAfterwards = false)
    {
        for (var second = 0; second < seconds; second++)
        {
            _now += TimeSpan.FromSeconds(1);
            Advance(finding == Finding.Trouble ? Verdict.Trouble(_now.AddSeconds(-1), "Every sample is zero") : new Verdict(finding));
        }
        if (restartAfterwards && _tracker.Open is { } open)
        {
            _tracker = new AlertTracker(_rule, "fm", open, _now);
        }
    }

    private void Advance(Verdict verdict)
    {
        if (_tracker.Advance(verdict, TimeSpan.FromSeconds(1), _now) is { } change)
        {
            _changes.Add(change);
        }
    }
}
