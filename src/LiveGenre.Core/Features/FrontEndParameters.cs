namespace LiveGenre.Core.Features;

/// <summary>What fixes a log-mel front end; a model's manifest carries one. The names are those of librosa's melspectrogram.</summary>
/// <param name="SampleRateHz">Rate of the mono input, Hz.</param>
/// <param name="FftSize">Length of the transform, samples; a power of two (n_fft).</param>
/// <param name="HopLength">Distance between frame starts, samples (hop_length).</param>
/// <param name="MelBands">Bands of the filter bank (n_mels), Slaney scale and norm.</param>
/// <param name="MinFrequencyHz">Lower edge of the lowest band, Hz (fmin).</param>
/// <param name="MaxFrequencyHz">Upper edge of the highest band, Hz (fmax).</param>
/// <param name="FloorPower">Smallest power before the logarithm (amin); 1e-10 is −100 dB.</param>
public sealed record FrontEndParameters(
    int SampleRateHz,
    int FftSize,
    int HopLength,
    int MelBands,
    float MinFrequencyHz,
    float MaxFrequencyHz,
    float FloorPower);
