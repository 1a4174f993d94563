using MathNet.Numerics.IntegralTransforms;

namespace LiveGenre.Core.Evaluation.Conditions;

/// <summary>Long convolutions by overlap-add of FFT blocks. Source: T. G. Stockham, "High-Speed Convolution and Correlation", 1966.</summary>
internal static class FirConvolution
{
    /// <summary>y[n] = Σ kernel[k] · signal[n + delay − k], for every n of the signal; samples outside it are 0.</summary>
    /// <param name="signal">[n], any number.</param>
    /// <param name="kernel">[taps], 1 or more.</param>
    /// <param name="delay">Samples of the kernel's own delay to take away, 0 to taps − 1: half of a symmetric kernel leaves the signal where it was.</param>
    /// <returns>[n].</returns>
    public static float[] Apply(ReadOnlySpan<float> signal, ReadOnlySpan<double> kernel, int delay = 0)
    {
        var size = 2; // of a block: at least four kernels, so that three quarters of it are signal
        while (size < 4 * kernel.Length)
        {
            size *= 2;
        }
        var room = size - kernel.Length + 1;
        var spectrum = new double[size + 2]; // packed: real, imaginary, …
        kernel.CopyTo(spectrum);
        Fourier.ForwardReal(spectrum, size, FourierOptions.AsymmetricScaling);
        var (result, block) = (new float[signal.Length], new double[size + 2]);
        for (var start = 0; start < signal.Length; start += room)
        {
            Array.Clear(block);
            for (var at = 0; at < Math.Min(room, signal.Length - start); at++)
            {
                block[at] = signal[start + at];
            }
            Fourier.ForwardReal(block, size, FourierOptions.AsymmetricScaling);
            Multiply(block, spectrum);
            Fourier.InverseReal(block, size, FourierOptions.AsymmetricScaling);
            for (var at = Math.Max(0, delay - start); at < size && start + at - delay < result.Length; at++)
            {
                result[start + at - delay] += (float)block[at];
            }
        }
        return result;
    }

    private static void Multiply(double[] block, double[] by)
    {
        for (var at = 0; at < block.Length; at += 2)
        {
            var (real, imaginary) = (block[at], block[at + 1]);
            block[at] = (real * by[at]) - (imaginary * by[at + 1]);
            block[at + 1] = (real * by[at + 1]) + (imaginary * by[at]);
        }
    }
}
