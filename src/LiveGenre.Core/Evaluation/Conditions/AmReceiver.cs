namespace LiveGenre.Core.Evaluation.Conditions;

/// <summary>Medium wave on a table-top receiver: 80 Hz to 4.5 kHz, and white noise before that filter.</summary>
/// <param name="sampleRateHz">Of the samples, above 9,000.</param>
public sealed class AmReceiver(int sampleRateHz)
{
    /// <summary>Lower edge, Hz.</summary>
    public const double LowHz = 80;

    /// <summary>Upper edge, Hz.</summary>
    public const double HighHz = 4_500;

    /// <summary>White noise lies so far below the signal, dB by RMS.</summary>
    public const double NoiseBelowDb = 25;

    private const int NoiseSeed = 3;

    private readonly BandLimit _filter = new(LowHz, HighHz, sampleRateHz);

    /// <summary>Receives a recording.</summary>
    /// <param name="samples">[n].</param>
    /// <returns>[n].</returns>
    public float[] Apply(ReadOnlySpan<float> samples)
    {
        var noisy = samples.ToArray();
        RoomMicrophone.AddNoise(noisy, NoiseBelowDb, NoiseSeed);
        return _filter.Apply(noisy);
    }
}
