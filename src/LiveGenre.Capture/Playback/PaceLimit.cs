namespace LiveGenre.Capture.Playback;

/// <summary>How far and how fast a source may run ahead of the clock.</summary>
/// <param name="Lead">Audio that may come at once at the start, and after a pause.</param>
/// <param name="Speed">Seconds of audio a second after that.</param>
internal readonly record struct PaceLimit(TimeSpan Lead, double Speed)
{
    /// <summary>Files: at their own speed.</summary>
    public static readonly PaceLimit File = new(TimeSpan.Zero, 1);

    /// <summary>Standard input: another program's own pace. One that writes faster is made to wait by its pipe.</summary>
    public static readonly PaceLimit Pipe = new(TimeSpan.FromSeconds(1), 1.02);

    /// <summary>
    /// Streams bring their own pace, and a burst at the start (Icecast 5–10 s, HLS three segments). The limit only
    /// holds a recording that is served as fast as it can be read. The 2 % leave room for a sender whose clock runs fast.
    /// </summary>
    public static readonly PaceLimit Stream = new(TimeSpan.FromSeconds(30), 1.02);
}
