using LiveGenre.Capture;

namespace LiveGenre.Daemon.Configuration;

/// <summary>What may be changed while the daemon runs. Section <c>LiveGenre:Administration</c>.</summary>
public sealed class AdministrationOptions
{
    /// <summary>Whether an administrator may add sources that are files of the daemon's machine, not only devices and network streams. Default false.</summary>
    public bool AllowFileSources { get; init; }

    /// <summary>
    /// Which hosts an administrator may add streams of: <c>Public</c> ones, <c>Private</c> networks and this machine as well,
    /// or <c>Any</c>, with any option of ffmpeg in the URL. Default Private; docs/security.md.
    /// </summary>
    public StreamReach StreamReach { get; init; } = StreamReach.Private;

    /// <summary>Whether sources that were added in an earlier run are listened to again. Default true; a SOURCE on the command line stands instead of them.</summary>
    public bool UseSavedSources { get; init; } = true;
}
