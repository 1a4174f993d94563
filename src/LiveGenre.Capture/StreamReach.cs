namespace LiveGenre.Capture;

/// <summary>Which hosts a stream may be taken from, when its address comes from somebody else than the owner of this machine.</summary>
public enum StreamReach
{
    /// <summary>Only addresses that the whole internet reaches.</summary>
    Public,

    /// <summary>Those, and private networks and this machine; no link-local addresses, where clouds keep the credentials of a machine.</summary>
    Private,

    /// <summary>Every address, and in the URL every option that ffmpeg takes there.</summary>
    Any,
}
