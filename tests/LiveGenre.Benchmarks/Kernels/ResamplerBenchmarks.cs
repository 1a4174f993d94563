using BenchmarkDotNet.Attributes;
using LiveGenre.Core.Audio;

namespace LiveGenre.Benchmarks.Kernels;

/// <summary>10 ms of mono audio to 22,050 Hz: a mean of 100 µs is 1 % of a core. 44,056 and 191,999 Hz interpolate their taps.</summary>
[MemoryDiagnoser]
public class ResamplerBenchmarks
{
    private PolyphaseResampler _resampler = null!;
    private float[] _input = [];
    private float[] _output = [];

    [Params(8_000, 44_056, 44_100, 48_000, 191_999, 192_000)]
    public int InputRateHz { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _resampler = new(InputRateHz, 22_050);
        _input = [.. Enumerable.Range(0, InputRateHz / 100).Select(_ => random.NextSingle() - 0.5f)];
        _output = new float[_resampler.MaxOutput(_input.Length)];
    }

    [Benchmark]
    public int Process() => _resampler.Process(_input, _output);
}
