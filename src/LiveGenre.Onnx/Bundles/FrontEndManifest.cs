using LiveGenre.Core.Features;

namespace LiveGenre.Onnx.Bundles;

/// <summary>The section <c>frontEnd</c>. It names even what has only one implementation, so that a model trained otherwise is refused.</summary>
/// <param name="SampleRateHz">Rate of the mono input, Hz.</param>
/// <param name="FftSize">Length of the transform, samples; a power of two.</param>
/// <param name="WindowLength">Length of the taper, samples; the same as <paramref name="FftSize"/>.</param>
/// <param name="HopLength">Distance between frame starts, samples.</param>
/// <param name="Window">The taper: <c>hann-periodic</c>.</param>
/// <param name="Power">Exponent of the magnitude: 2.</param>
/// <param name="MelBands">Bands of the filter bank.</param>
/// <param name="MelScale"><c>slaney</c>.</param>
/// <param name="MelNorm"><c>slaney</c>.</param>
/// <param name="MinFrequencyHz">Lower edge of the lowest band, Hz.</param>
/// <param name="MaxFrequencyHz">Upper edge of the highest band, Hz.</param>
/// <param name="FloorPower">Smallest power before the logarithm.</param>
public sealed record FrontEndManifest(
    int SampleRateHz,
    int FftSize,
    int WindowLength,
    int HopLength,
    string Window,
    double Power,
    int MelBands,
    string MelScale,
    string MelNorm,
    double MinFrequencyHz,
    double MaxFrequencyHz,
    double FloorPower)
{
    /// <summary>The same for the front end of LiveGenre.Core.</summary>
    public FrontEndParameters ToParameters() =>
        new(SampleRateHz, FftSize, HopLength, MelBands, (float)MinFrequencyHz, (float)MaxFrequencyHz, (float)FloorPower);
}
