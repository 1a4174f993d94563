using LiveGenre.Core.Audio;

namespace LiveGenre.Capture;

/// <summary>Says which rates and channel counts are taken.</summary>
internal static class FormatLimits
{
    /// <summary>What is wrong with <paramref name="format"/>, for a person.</summary>
    public static string Message(string address, AudioFormat format) =>
        $"'{address}' has {format}; rates from {AudioFormat.MinSampleRateHz} to {AudioFormat.MaxSampleRateHz} Hz and " +
        $"1 to {AudioFormat.MaxChannels} channels are supported.";
}
