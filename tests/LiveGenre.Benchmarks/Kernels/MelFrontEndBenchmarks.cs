using BenchmarkDotNet.Attributes;
using LiveGenre.Core.Features;

namespace LiveGenre.Benchmarks.Kernels;

/// <summary>The log-mel front end a frame (23.2 ms of audio), its filter bank alone, and a window's reading and normalisation.</summary>
[MemoryDiagnoser]
public class MelFrontEndBenchmarks
{
    private const int WindowFrames = 172;
    private static readonly FrontEndParameters Parameters = new(22_050, 2_048, 512, 128, 0, 11_025, 1e-10f);

    private readonly LogMelFrontEnd _frontEnd = new(Parameters);
    private readonly MelFilterBank _filters = new(Parameters);
    private readonly MelFrameBuffer _frames = new(128, 2 * WindowFrames);
    private readonly float[] _block = new float[512];
    private readonly float[] _power = new float[1_025];
    private readonly float[] _mel = new float[128];
    private readonly float[] _window = new float[128 * WindowFrames];

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (var frame = 0; frame < 2 * WindowFrames; frame++)
        {
            for (var n = 0; n < _block.Length; n++)
            {
                _block[n] = random.NextSingle() - 0.5f;
            }
            _frontEnd.Process(_block, _frames);
        }
        for (var bin = 0; bin < _power.Length; bin++)
        {
            _power[bin] = random.NextSingle();
        }
    }

    [Benchmark(Baseline = true)]
    public void Frame() => _frontEnd.Process(_block, _frames);

    [Benchmark]
    public void FilterBank() => _filters.Apply(_power, _mel);

    [Benchmark]
    public bool ReadWindow() => _frames.TryReadWindow(_frames.NextFrame - WindowFrames, WindowFrames, _window);

    [Benchmark]
    public void ReadAndNormalizeWindow()
    {
        _frames.TryReadWindow(_frames.NextFrame - WindowFrames, WindowFrames, _window);
        WindowNormalization.Apply(_window, 80, 1e-5f);
    }
}
