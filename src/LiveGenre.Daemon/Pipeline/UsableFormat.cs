using LiveGenre.Capture;
using LiveGenre.Core.Audio;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>Refuses what the mixer and the resampler do not take, before they are made for it.</summary>
public static class UsableFormat
{
    /// <summary>Checks what a source delivers against what is asked of it.</summary>
    /// <param name="format">As probed.</param>
    /// <param name="channel">The one channel to take, from 0; null mixes all.</param>
    /// <param name="address">The source, secrets removed.</param>
    /// <exception cref="AudioSourceException">Rate or channels lie outside their ranges, or there is no such channel.</exception>
    public static void Require(AudioFormat format, int? channel, string address)
    {
        if (!format.IsSupported)
        {
            throw new AudioSourceException(AudioSourceFault.UnsupportedFormat, address,
                $"{address} delivers {format}; {AudioFormat.MinSampleRateHz} to {AudioFormat.MaxSampleRateHz} Hz and 1 to {AudioFormat.MaxChannels} channels are supported.");
        }
        if (channel >= format.Channels)
        {
            throw new AudioSourceException(AudioSourceFault.UnsupportedFormat, address,
                $"Channel {channel} of {address} was asked for, and it has {format.Channels}: 0 to {format.Channels - 1}.");
        }
    }
}
