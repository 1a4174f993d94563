using MathNet.Numerics;

namespace LiveGenre.Core.Features;

/// <summary>The taper that a frame is multiplied with before its transform.</summary>
public static class HannWindow
{
    /// <summary>0.5 − 0.5·cos(2πn / length): one period of it, as scipy's <c>get_window("hann", fftbins=True)</c> and librosa use it.</summary>
    /// <param name="length">Samples, 1 or more.</param>
    /// <returns>[length], range 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 1.</exception>
    public static double[] Periodic(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        return Window.HannPeriodic(length);
    }
}
