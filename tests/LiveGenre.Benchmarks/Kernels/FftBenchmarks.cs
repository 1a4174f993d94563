using BenchmarkDotNet.Attributes;
using LiveGenre.Core.Features;
using MathNet.Numerics.IntegralTransforms;

namespace LiveGenre.Benchmarks.Kernels;

/// <summary>One transform of 2,048 real samples: ours against MathNet's managed one, in both of its precisions.</summary>
[MemoryDiagnoser]
public class FftBenchmarks
{
    private const int Size = 2_048;

    private readonly RealFft _fft = new(Size);
    private readonly float[] _input = new float[Size];
    private readonly float[] _power = new float[(Size / 2) + 1];
    private readonly float[] _real = new float[(Size / 2) + 1];
    private readonly float[] _imaginary = new float[(Size / 2) + 1];
    private readonly float[] _single = new float[Size + 2];
    private readonly double[] _double = new double[Size + 2];

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (var n = 0; n < Size; n++)
        {
            _input[n] = random.NextSingle() - 0.5f;
        }
    }

    [Benchmark(Baseline = true)]
    public void MathNetDouble()
    {
        for (var n = 0; n < Size; n++)
        {
            _double[n] = _input[n];
        }
        Fourier.ForwardReal(_double, Size, FourierOptions.NoScaling);
    }

    [Benchmark]
    public void MathNetSingle()
    {
        _input.CopyTo(_single, 0);
        Fourier.ForwardReal(_single, Size, FourierOptions.NoScaling);
    }

    [Benchmark]
    public void Forward() => _fft.Forward(_input, _real, _imaginary);

    [Benchmark]
    public void PowerSpectrum() => _fft.PowerSpectrum(_input, _power);
}
