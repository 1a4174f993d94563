using System.Globalization;

namespace LiveGenre.Capture.FFmpeg;

/// <summary>ffmpeg's command line: one input in, WAV of 32-bit floats at the input's own rate and channels out on standard output.</summary>
internal static class FFmpegArguments
{
    /// <summary>Before a file's path, so that none of its letters name a protocol.</summary>
    public const string FilePrefix = "file:";

    /// <summary>The arguments for a stream or file, one element each; the shell never sees them.</summary>
    public static IReadOnlyList<string> For(AudioSourceAddress address, AudioSourceOptions options)
    {
        List<string> arguments = ["-nostdin", "-hide_banner", "-loglevel", "level+warning"];
        arguments.AddRange(address.Kind == AudioSourceKind.Stream
            ? Stream(address.Target, options)
            : ["-protocol_whitelist", StreamProtocols.File, .. Decoding, "-i", FilePrefix + address.Target]);
        arguments.AddRange(Output);
        return arguments;
    }

    // One decoding and one filter thread: with a thousand processes the stations are the parallelism.
    private static string[] Decoding => ["-threads", "1"];

    private static string[] Output =>
    [
        // The first audio stream; video, subtitles and further programmes are not even decoded.
        "-map", "0:a:0", "-filter_threads", "1",
        // WAV, because its header brings the rate and channels of this very connection. Should they change later,
        // ffmpeg resamples to what the header said. Floats, so that nothing is clipped on the way.
        "-f", "wav", "-c:a", "pcm_f32le", "-map_metadata", "-1", "-fflags", "+bitexact", "-flush_packets", "1", "pipe:1",
    ];

    private static IEnumerable<string> Stream(string url, AudioSourceOptions options)
    {
        var scheme = url[..url.IndexOf(':')].ToLowerInvariant();
        var timeout = ((long)options.StreamTimeout.TotalMicroseconds).ToString(CultureInfo.InvariantCulture);
        if (scheme == "icecast") // what source clients call it; a listener speaks HTTP
        {
            (scheme, url) = ("http", "http" + url["icecast".Length..]);
        }

        yield return "-protocol_whitelist";
        yield return StreamProtocols.WhitelistFor(scheme)!;
        if (scheme is "http" or "https")
        {
            yield return "-user_agent";
            yield return "LiveGenre";
        }

        // Each demuxer has its own name for the same thing.
        switch (scheme)
        {
            case "rtsp" or "rtsps":
                yield return "-timeout";
                yield return timeout;
                yield return "-rtsp_flags";
                yield return "prefer_tcp";
                break;
            case "srt" or "udp":
                yield return "-timeout";
                yield return timeout;
                break;
            case "rtp":
                break; // waits for its sender; the daemon's watchdog says so
            default:
                yield return "-rw_timeout";
                yield return timeout;
                break;
        }

        // MPEG-TS and FLV are searched for further streams for so long before the first sample comes (µs; 5 s by default).
        yield return "-analyzeduration";
        yield return "2000000";
        foreach (var argument in Decoding)
        {
            yield return argument;
        }

        yield return "-i";
        yield return url;
    }
}
