using MathNet.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace LiveGenre.Core.Evaluation.Conditions;

/// <summary>
/// Cuts a spectrum off below and above, at 24 dB an octave beyond each edge, without shifting phases: what a small
/// microphone, a receiver or a low-rate codec leaves.
/// </summary>
public sealed class BandLimit
{
    private const int Taps = 8_193; // odd and symmetric: whole delay. 2.7 Hz a bin at 22,050 Hz, fine enough for an edge at 80 Hz
    private const int DesignSize = 16_384; // power of two that holds the taps
    private const double SlopeDbPerOctave = 24;
    private const double DeepestDb = -120;

    private readonly double[] _kernel;

    /// <summary>Designs the filter.</summary>
    /// <param name="lowHz">Lower edge, at which the fall begins, above 0.</param>
    /// <param name="highHz">Upper edge, above <paramref name="lowHz"/>.</param>
    /// <param name="sampleRateHz">Of the samples, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside its range.</exception>
    public BandLimit(double lowHz, double highHz, int sampleRateHz)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lowHz);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(highHz, lowHz);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRateHz);
        var spectrum = new double[DesignSize + 2]; // packed: real, imaginary, …
        for (var bin = 0; bin <= DesignSize / 2; bin++)
        {
            var hz = Math.Max(20, (double)bin * sampleRateHz / DesignSize);
            var db = -SlopeDbPerOctave * (Math.Max(0, Math.Log2(lowHz / hz)) + Math.Max(0, Math.Log2(hz / highHz)));
            spectrum[2 * bin] = Math.Pow(10, Math.Max(DeepestDb, db) / 20);
        }
        Fourier.InverseReal(spectrum, DesignSize, FourierOptions.AsymmetricScaling);
        var taper = Window.Hann(Taps);
        _kernel = new double[Taps];
        for (var tap = 0; tap < Taps; tap++)
        {
            _kernel[tap] = spectrum[(tap - (Taps / 2) + DesignSize) % DesignSize] * taper[tap];
        }
    }

    /// <summary>Filters.</summary>
    /// <param name="samples">[n].</param>
    /// <returns>[n], nothing delayed.</returns>
    public float[] Apply(ReadOnlySpan<float> samples) => FirConvolution.Apply(samples, _kernel, Taps / 2);
}
