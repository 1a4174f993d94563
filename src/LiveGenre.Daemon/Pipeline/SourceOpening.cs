using LiveGenre.Capture;
using LiveGenre.Capture.Raw;
using LiveGenre.Core.Audio;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>Makes the source that settings ask for; nothing is opened yet.</summary>
internal static class SourceOpening
{
    /// <summary>The source that a SOURCE asks for; files play at their own speed.</summary>
    /// <exception cref="ArgumentException">The address is malformed, or the demo programme is missing.</exception>
    public static IAudioSource Open(SourceOptions source) => Open(source, realTime: true);

    /// <summary>The source that a SOURCE asks for.</summary>
    /// <param name="source">Its settings.</param>
    /// <param name="realTime">Whether files play at their own speed, rather than as fast as they can be read.</param>
    /// <exception cref="ArgumentException">The address is malformed, or the demo programme is missing.</exception>
    public static IAudioSource Open(SourceOptions source, bool realTime)
    {
        var isDemo = source.Address == DemoProgramme.Address;
        var address = isDemo
            ? DemoProgramme.Find() ?? throw new ArgumentException("the demo programme is not here; tools/demo/build.sh in LiveGenre's source tree makes it, or name its file in LIVEGENRE_DEMO.")
            : source.Address;
        return AudioSourceFactory.Create(address, new AudioSourceOptions
        {
            RealTime = realTime,
            Loop = source.Loop || isDemo,
            RawFormat = ReadRawFormat(source),
            StreamReach = source.StreamReach,
        });
    }

    private static RawFormat ReadRawFormat(SourceOptions source) =>
        RawFormat.TryParseEncoding(source.RawEncoding, out var encoding)
            ? new RawFormat(new AudioFormat(source.RawSampleRateHz, source.RawChannels), encoding)
            : throw new ArgumentException($"RawEncoding = \"{source.RawEncoding}\" is not known; known are {RawFormat.EncodingNames}.");
}
