namespace LiveGenre.Core.Audio;

/// <summary>The shape of a stream of interleaved PCM.</summary>
/// <param name="SampleRateHz">Frames a second, 8 000 to 192 000.</param>
/// <param name="Channels">Samples a frame, 1 to 32.</param>
public readonly record struct AudioFormat(int SampleRateHz, int Channels)
{
    /// <summary>Lowest sample rate that the resampler takes, Hz.</summary>
    public const int MinSampleRateHz = 8_000;

    /// <summary>Highest sample rate that the resampler takes, Hz.</summary>
    public const int MaxSampleRateHz = 192_000;

    /// <summary>Most channels that the mixer takes.</summary>
    public const int MaxChannels = 32;

    /// <summary>Whether both values lie in their ranges.</summary>
    public bool IsSupported =>
        SampleRateHz is >= MinSampleRateHz and <= MaxSampleRateHz && Channels is >= 1 and <= MaxChannels;

    /// <inheritdoc/>
    public override string ToString() => $"{SampleRateHz} Hz, {Channels} channel{(Channels == 1 ? "" : "s")}";
}
