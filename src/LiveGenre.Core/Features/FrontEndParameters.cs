using System.Numerics;

namespace LiveGenre.Core.Features;

/// <summary>What fixes a log-mel front end; a model's manifest carries one. The names are those of librosa's melspectrogram.</summary>
/// <param name="SampleRateHz">Rate of the mono input, Hz, 8,000 to 192,000.</param>
/// <param name="FftSize">Length of the transform and of the taper, samples; a power of two, 32 to 65,536 (n_fft, win_length).</param>
/// <param name="HopLength">Distance between frame starts, samples, 1 to <paramref name="FftSize"/> (hop_length).</param>
/// <param name="MelBands">Bands of the filter bank (n_mels), 1 to half of <paramref name="FftSize"/>; Slaney scale and norm.</param>
/// <param name="MinFrequencyHz">Lower edge of the lowest band, Hz (fmin), 0 or more.</param>
/// <param name="MaxFrequencyHz">Upper edge of the highest band, Hz (fmax), above the lower edge to half the rate.</param>
/// <param name="FloorPower">Smallest power before the logarithm (amin), above 0; 1e-10 is −100 dB.</param>
public sealed record FrontEndParameters(
    int SampleRateHz,
    int FftSize,
    int HopLength,
    int MelBands,
    float MinFrequencyHz,
    float MaxFrequencyHz,
    float FloorPower)
{
    /// <summary>Checks every range.</summary>
    /// <exception cref="ArgumentException">A value lies outside its range; the message names it and says what is allowed.</exception>
    public void Validate()
    {
        Require(SampleRateHz is >= 8_000 and <= 192_000, nameof(SampleRateHz), SampleRateHz, "8000 to 192000 Hz");
        Require(FftSize is >= 32 and <= 65_536 && BitOperations.IsPow2(FftSize), nameof(FftSize), FftSize, "a power of two, 32 to 65536");
        Require(HopLength >= 1 && HopLength <= FftSize, nameof(HopLength), HopLength, $"1 to {FftSize} (FftSize)");
        Require(MelBands >= 1 && MelBands <= FftSize / 2, nameof(MelBands), MelBands, $"1 to {FftSize / 2} (half of FftSize)");
        Require(MinFrequencyHz >= 0, nameof(MinFrequencyHz), MinFrequencyHz, "0 or more");
        Require(
            MaxFrequencyHz > MinFrequencyHz && MaxFrequencyHz <= SampleRateHz / 2f,
            nameof(MaxFrequencyHz), MaxFrequencyHz, $"above {MinFrequencyHz} (MinFrequencyHz) to {SampleRateHz / 2f} (half of SampleRateHz)");
        Require(FloorPower > 0 && float.IsFinite(FloorPower), nameof(FloorPower), FloorPower, "above 0");
    }

    private static void Require(bool holds, string name, object value, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} is {value}; allowed: {allowed}.", name);
        }
    }
}
