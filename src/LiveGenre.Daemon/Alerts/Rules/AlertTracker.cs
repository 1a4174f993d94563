using Google.Protobuf.WellKnownTypes;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Alerts.Rules;

/// <summary>
/// One rule on one source: findings in, at most one open alert out. Trouble adds up across interruptions, and is over
/// only when all has been well for <see cref="AlertRule.Recover"/> without a break; so a fault that flaps is one alert.
/// Deterministic: it sees no clock.
/// </summary>
internal sealed class AlertTracker
{
    /// <summary>Trouble is found a window or a state's threshold after it began; what claims to be older is a clock that was stepped.</summary>
    private static readonly TimeSpan LongestHindsight = TimeSpan.FromSeconds(60);

    private readonly string _sourceId;
    private DateTimeOffset? _began;
    private TimeSpan _trouble;
    private TimeSpan _well;
    private DateTimeOffset _wellSince;
    private uint _flaps;
    private string _detail = "";
    private long _reminders;

    /// <summary>Begins; with an alert that was open when the daemon ended, goes on with it.</summary>
    public AlertTracker(AlertRule rule, string sourceId, Alert? open, DateTimeOffset now)
    {
        (Rule, _sourceId, Open) = (rule, sourceId, open);
        if (open is not null)
        {
            _began = open.ConditionTime.ToDateTimeOffset();
            _trouble = rule.For;
            _flaps = open.FlapCount;
            _reminders = RemindersDue(now);
        }
    }

    /// <summary>The rule.</summary>
    public AlertRule Rule { get; }

    /// <summary>The alert that is open, never changed in place; null where there is none.</summary>
    public Alert? Open { get; private set; }

    /// <summary>Takes what the rule found.</summary>
    /// <param name="verdict">The finding.</param>
    /// <param name="elapsed">Time since the finding before this one, on a clock that is never stepped.</param>
    /// <param name="now">UTC.</param>
    /// <returns>What became of the alert; null where nothing did.</returns>
    public AlertChange? Advance(in Verdict verdict, TimeSpan elapsed, DateTimeOffset now) => verdict.Finding switch
    {
        Finding.Trouble => AddTrouble(verdict, elapsed, now),
        Finding.Well => AddWell(elapsed, now),
        _ => RemindIfDue(now),
    };

    /// <summary>Somebody looks after the open alert; reminders end.</summary>
    public AlertChange Acknowledge(string by, DateTimeOffset now)
    {
        Open = Open!.Clone();
        Open.State = AlertState.Acknowledged;
        Open.AcknowledgeTime ??= now.ToTimestamp();
        Open.AcknowledgedBy = by;
        return new(Open, null);
    }

    /// <summary>Ends the open alert because nobody watches for it any more.</summary>
    /// <param name="why">A sentence without its full stop.</param>
    /// <param name="now">UTC.</param>
    public AlertChange Close(string why, DateTimeOffset now) => Recover(now, $"{why}. It was: {Open!.Summary}");

    private AlertChange? AddTrouble(in Verdict verdict, TimeSpan elapsed, DateTimeOffset now)
    {
        _detail = verdict.Detail;
        if (_began is null)
        {
            _began = verdict.Since < now - LongestHindsight || verdict.Since > now ? now : verdict.Since;
            _trouble = now - _began.Value;
        }
        else
        {
            _trouble += elapsed;
        }
        var isBack = _well > TimeSpan.Zero;
        _well = TimeSpan.Zero;
        if (isBack)
        {
            _flaps++;
        }
        if (Open is null)
        {
            return _trouble >= Rule.For ? Fire(now) : null;
        }
        if (isBack)
        {
            Open = Open.Clone();
            Open.FlapCount = _flaps;
            return RemindIfDue(now) ?? new(Open, null);
        }
        return RemindIfDue(now);
    }

    private AlertChange? AddWell(TimeSpan elapsed, DateTimeOffset now)
    {
        if (_began is null)
        {
            return null;
        }
        if (_well == TimeSpan.Zero)
        {
            _wellSince = now - elapsed;
        }
        _well += elapsed;
        if (_well < Rule.Recover)
        {
            return RemindIfDue(now);
        }
        if (Open is not null)
        {
            return Recover(now, AlertWords.Recovered(Rule.Kind, _wellSince - _began.Value, _detail));
        }
        Forget();
        return null;
    }

    private AlertChange Fire(DateTimeOffset now)
    {
        _reminders = 0;
        Open = new Alert
        {
            AlertId = Guid.CreateVersion7(now).ToString("N"),
            SourceId = _sourceId,
            Rule = Rule.Name,
            Kind = (AlertKind)Rule.Kind,
            State = AlertState.Firing,
            Summary = AlertWords.Firing(Rule.Kind, now - _began!.Value, _detail),
            ConditionTime = _began.Value.ToTimestamp(),
            FireTime = now.ToTimestamp(),
            FlapCount = _flaps,
        };
        return new(Open, AlertEvent.Firing);
    }

    private AlertChange Recover(DateTimeOffset now, string summary)
    {
        var closed = Open!.Clone();
        closed.State = AlertState.Recovered;
        closed.RecoverTime = now.ToTimestamp();
        closed.Summary = summary;
        Open = null;
        Forget();
        return new(closed, AlertEvent.Recovered);
    }

    private AlertChange? RemindIfDue(DateTimeOffset now)
    {
        if (Open is not { State: AlertState.Firing } || RemindersDue(now) is var due && due <= _reminders)
        {
            return null;
        }
        _reminders = due; // those missed while the daemon was down are not made up for
        Open = Open.Clone();
        if (_detail.Length > 0)
        {
            Open.Summary = AlertWords.Firing(Rule.Kind, now - _began!.Value, _detail);
        }
        return new(Open, AlertEvent.Reminder);
    }

    private long RemindersDue(DateTimeOffset now) =>
        Rule.Reminder > TimeSpan.Zero ? (now - Open!.FireTime.ToDateTimeOffset()).Ticks / Rule.Reminder.Ticks : 0;

    private void Forget() => (_began, _trouble, _well, _flaps, _detail) = (null, default, default, 0, "");
}
