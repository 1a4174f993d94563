namespace LiveGenre.Capture.FFmpeg;

/// <summary>The network protocols that are opened, and what each may open in turn, so that a playlist or redirect cannot read local files.</summary>
internal static class StreamProtocols
{
    private const string Http = "http,https,httpproxy,tcp,tls,crypto,data";

    /// <summary>ffmpeg's <c>-protocol_whitelist</c> for URLs of <paramref name="scheme"/>; null if they are not supported.</summary>
    public static string? WhitelistFor(string scheme) => scheme.ToLowerInvariant() switch
    {
        "http" or "https" or "icecast" => Http,
        "rtsp" or "rtsps" => "rtsp,rtp,srtp,udp,tcp,tls,http,https,httpproxy",
        "rtmp" or "rtmps" or "rtmpt" or "rtmpts" => "rtmp,rtmps,rtmpt,rtmpts,ffrtmphttp,http,https,tcp,tls",
        "srt" => "srt",
        "rtp" => "rtp,udp",
        "udp" => "udp",
        "mms" or "mmsh" or "mmst" => "mmsh,mmst,http,tcp",
        "ftp" => "ftp,tcp",
        _ => null,
    };

    /// <summary>What local files may open: an HLS playlist on disk names its segments.</summary>
    public const string File = "file,crypto,data";
}
