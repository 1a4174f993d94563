using System.Numerics.Tensors;

namespace LiveGenre.Core.Features;

/// <summary>One frame of samples in, its log-mel values out: taper, power spectrum, mel bands, decibels. Holds its own workspace.</summary>
internal sealed class LogMelTransform
{
    [ThreadStatic]
    private static Dictionary<FrontEndParameters, LogMelTransform>? _transforms;

    private readonly FrontEndParameters _parameters;
    private readonly RealFft _fft;
    private readonly MelFilterBank _filters;
    private readonly float[] _power; // [FftSize / 2 + 1]

    private LogMelTransform(FrontEndParameters parameters)
    {
        _parameters = parameters;
        _fft = new(parameters.FftSize, HannWindow.Periodic(parameters.FftSize));
        _filters = new(parameters);
        _power = new float[_fft.Bins];
    }

    /// <summary>
    /// The calling thread's own. Streams take turns on it, so that its tables and workspace, 90 KB, stay in the processor's
    /// cache however many streams there are, and a stream keeps no more than its samples.
    /// </summary>
    public static LogMelTransform OfThisThread(FrontEndParameters parameters)
    {
        _transforms ??= [];
        if (!_transforms.TryGetValue(parameters, out var transform))
        {
            _transforms.Add(parameters, transform = new(parameters));
        }
        return transform;
    }

    /// <summary>Computes a frame.</summary>
    /// <param name="frame">[FftSize].</param>
    /// <param name="decibels">[MelBands].</param>
    public void Apply(ReadOnlySpan<float> frame, Span<float> decibels)
    {
        _fft.PowerSpectrum(frame, _power);
        _filters.Apply(_power, decibels);
        TensorPrimitives.Max(decibels, _parameters.FloorPower, decibels);
        TensorPrimitives.Log10(decibels, decibels);
        TensorPrimitives.Multiply(decibels, 10, decibels);
    }
}
