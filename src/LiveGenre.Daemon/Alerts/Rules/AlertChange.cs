using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Alerts.Rules;

/// <summary>An alert that is new or has changed.</summary>
/// <param name="Alert">As it is now; never changed in place.</param>
/// <param name="Event">What receivers are told of; null where it is for those who watch only.</param>
internal sealed record AlertChange(Alert Alert, AlertEvent? Event);

/// <summary>What receivers are told of.</summary>
internal enum AlertEvent
{
    /// <summary>The trouble has lasted long enough.</summary>
    Firing,

    /// <summary>It goes on, and nobody has acknowledged it.</summary>
    Reminder,

    /// <summary>It is over.</summary>
    Recovered,

    /// <summary>Nothing is wrong: somebody tries whether messages arrive.</summary>
    Test,
}
