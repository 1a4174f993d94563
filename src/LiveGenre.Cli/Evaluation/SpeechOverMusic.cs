using System.Numerics.Tensors;
using LiveGenre.Cli.Classification;
using LiveGenre.Cli.Files;
using LiveGenre.Core.Decisions;

namespace LiveGenre.Cli.Evaluation;

/// <summary>
/// Lays voices over tracks, because nobody keeps such recordings apart: 8.2 s of each track, three windows, under a voice
/// that is 5 dB softer to 15 dB louder, the same every time.
/// </summary>
/// <param name="voices">Files of speech; one or more.</param>
/// <param name="condition">What voice and music together go through; null for nothing.</param>
internal sealed class SpeechOverMusic(IReadOnlyList<string> voices, ListeningCondition? condition)
{
    private const double Seconds = 8.2;
    private const double LeastDb = -5;
    private const double MostDb = 15;

    /// <summary>Mixes and classifies one.</summary>
    /// <param name="classifier">Of this job.</param>
    /// <param name="at">Number of the track: with it voice, level and cuts change.</param>
    /// <param name="track">The music.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<ClassifiedFile> ClassifyAsync(FileClassifier classifier, int at, string track, CancellationToken cancellation)
    {
        var random = new Random(at);
        var rate = classifier.SampleRateHz;
        var music = Cut(await MonoSamples.ReadAsync(track, rate, channel: null, cancellation), (int)(Seconds * rate), random);
        var voice = Cut(await MonoSamples.ReadAsync(voices[random.Next(voices.Count)], rate, channel: null, cancellation), music.Length, random);
        var voiceDb = LeastDb + ((MostDb - LeastDb) * random.NextDouble());
        var gain = TensorPrimitives.Norm<float>(voice) / Math.Max(1e-9, TensorPrimitives.Norm<float>(music)) * Math.Pow(10, -voiceDb / 20);
        TensorPrimitives.MultiplyAdd<float>(music, (float)gain, voice, voice);
        return classifier.Classify($"{ActivityLabels.ToLabel(Activity.SpeechOverMusic)}: {track}", condition is null ? voice : await condition.ApplyAsync(voice, cancellation));
    }

    /// <summary>A part, from anywhere; what is shorter is repeated.</summary>
    private static float[] Cut(float[] samples, int count, Random random)
    {
        var start = random.Next(Math.Max(1, samples.Length - count + 1));
        var part = new float[count];
        for (var n = 0; n < count && samples.Length > 0; n++)
        {
            part[n] = samples[(start + n) % samples.Length];
        }
        return part;
    }
}
