using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiveGenre.Benchmarks.Stations;
using LiveGenre.Core.Audio;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Classification;

namespace LiveGenre.Benchmarks.PythonLoop;

/// <summary>
/// <c>python-loop [--seconds S]</c>: the same stereo sound at 44.1 kHz through this program and through the loop that one would write
/// in Python (<c>python_loop.py</c>: NumPy, SciPy and the same ONNX Runtime), each on one thread, in turns. Prints one JSON line:
/// seconds of sound that a second of processor time is enough for.
/// </summary>
internal static class PythonLoopRun
{
    private const int SampleRateHz = 44_100;
    private const int Channels = 2;
    private const int Rounds = 3;

    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = (int)new CommandArguments(args, ["--seconds"]).Number("--seconds", 120);
        var sound = new float[seconds * SampleRateHz * Channels];
        StationMaterial.Play(0, 0.8f, sound);
        var bundle = ModelBundle.Load(ModelFolder.Find("models/livegenre-1"));
        var best = new Dictionary<string, double>();
        for (var round = 0; round < Rounds; round++)
        {
            // The best of some rounds: what a core does when nothing else wants it.
            Keep(best, "mel", seconds / MelSeconds(bundle.Manifest, sound));
            Keep(best, "front_end", seconds / FrontEndSeconds(bundle.Manifest, sound));
            Keep(best, "whole", seconds / WholeSeconds(bundle, sound));
            var python = await RunPythonAsync(ModelFolder.Find("models/livegenre-1"), sound);
            foreach (var (name, time) in python)
            {
                Keep(best, $"python_{name}", seconds / time);
            }
        }
        double Ratio(string ours, string theirs) => Math.Round(best[ours] / best[theirs], 1);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            seconds,
            times_real_time_a_core = best.ToDictionary(b => b.Key, b => Math.Round(b.Value)),
            mel_to_python_mel = Ratio("mel", "python_mel"),
            front_end_to_python_front_end = Ratio("front_end", "python_front_end"),
            whole_to_python_whole = Ratio("whole", "python_whole"),
            mel_to_python_whole = Ratio("mel", "python_whole"),
        }));
        return 0;
    }

    /// <summary>Mel frames of mono sound at the model's rate, each once, and windows read and normalised: what the loop does in its "mel".</summary>
    private static double MelSeconds(ModelManifest manifest, float[] sound)
    {
        var (mixer, resampler) = (new ChannelMixer(Channels), new PolyphaseResampler(SampleRateHz, manifest.FrontEnd.SampleRateHz));
        var mono = new float[sound.Length / Channels];
        mixer.Mix(sound, mono);
        var samples = new float[resampler.MaxOutput(mono.Length)];
        var length = resampler.Process(mono, samples);
        return ProcessorSeconds(() => Extract(manifest, samples.AsSpan(0, length)));
    }

    /// <summary>The same from stereo at the captured rate.</summary>
    private static double FrontEndSeconds(ModelManifest manifest, float[] sound) => ProcessorSeconds(() =>
    {
        var (mixer, resampler) = (new ChannelMixer(Channels), new PolyphaseResampler(SampleRateHz, manifest.FrontEnd.SampleRateHz));
        var block = SampleRateHz / 20;
        var (mono, samples) = (new float[block], new float[resampler.MaxOutput(block)]);
        var extractor = new Extraction(manifest);
        foreach (var part in Enumerable.Range(0, sound.Length / (block * Channels)))
        {
            mixer.Mix(sound.AsSpan(part * block * Channels, block * Channels), mono);
            extractor.Take(samples.AsSpan(0, resampler.Process(mono, samples)));
        }
    });

    /// <summary>The daemon's whole path to a decision.</summary>
    private static double WholeSeconds(ModelBundle bundle, float[] sound)
    {
        using var classifier = new OnnxGenreClassifier(bundle, new OnnxClassifierOptions { MaxBatch = 1 });
        return ProcessorSeconds(() =>
        {
            var analyzer = new AudioAnalyzer(classifier, new LiveGenreOptions(), new AudioFormat(SampleRateHz, Channels));
            analyzer.Push(sound, (_, _) => { });
        });
    }

    private static void Extract(ModelManifest manifest, ReadOnlySpan<float> samples)
    {
        var extractor = new Extraction(manifest);
        extractor.Take(samples);
    }

    private static double ProcessorSeconds(Action work)
    {
        work(); // compiled, and its tables made
        var before = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static async Task<Dictionary<string, double>> RunPythonAsync(string bundle, float[] sound)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(sound).ToArray());
            var library = Path.Combine(
                AppContext.BaseDirectory, "runtimes", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier, "native", "libonnxruntime.so.1");
            var start = new ProcessStartInfo("/usr/bin/python3", [
                Path.Combine(AppContext.BaseDirectory, "python_loop.py"), file, Path.Combine(bundle, "model.onnx"), library])
            {
                RedirectStandardOutput = true,
            };
            using var python = Process.Start(start)!;
            var line = await python.StandardOutput.ReadToEndAsync();
            await python.WaitForExitAsync();
            return python.ExitCode == 0
                ? JsonNode.Parse(line)!.AsObject().ToDictionary(p => p.Key, p => (double)p.Value!)
                : throw new InvalidOperationException($"python_loop.py ended with {python.ExitCode}; it needs python3-numpy and python3-scipy.");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Keep(Dictionary<string, double> best, string name, double value) =>
        best[name] = Math.Max(best.GetValueOrDefault(name), value);

    /// <summary>The daemon's front end with nothing behind it.</summary>
    private sealed class Extraction
    {
        private readonly WindowExtractor _extractor;
        private readonly AnalysisWindow _window;

        public Extraction(ModelManifest manifest)
        {
            var shape = WindowShape.For(manifest, TimeSpan.FromSeconds(2));
            _extractor = new WindowExtractor(manifest, shape, new SilenceThresholds());
            _window = new AnalysisWindowPool(shape).Rent();
        }

        public void Take(ReadOnlySpan<float> samples)
        {
            while (!samples.IsEmpty)
            {
                var block = samples[..Math.Min(samples.Length, _extractor.MaxBlock)];
                samples = samples[block.Length..];
                _extractor.Process(block, 0);
                while (_extractor.TryTake(_window))
                {
                }
            }
        }
    }
}
