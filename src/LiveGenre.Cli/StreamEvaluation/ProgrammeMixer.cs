using System.Numerics.Tensors;
using LiveGenre.Core.Decisions;
using LiveGenre.Core.Evaluation;

namespace LiveGenre.Cli.StreamEvaluation;

/// <summary>Mixes a programme item by item, and notes what is true when. Each recording is brought to the same level. Not thread-safe.</summary>
/// <param name="sampleRateHz">Of all samples.</param>
internal sealed class ProgrammeMixer(int sampleRateHz)
{
    /// <summary>RMS that every recording is brought to, full scale 1: -20 dBFS.</summary>
    private const double Level = 0.1;

    /// <summary>How far music lies below the voice that speaks over it, dB.</summary>
    public const double TalkOverDb = 8;

    private readonly List<LabelledSpan> _genres = [];
    private readonly List<LabelledSpan> _activities = [];
    private float[] _held = []; // the item before, until it is known how the next one begins
    private long _position; // of the first held sample

    /// <summary>True genres, an item a span; <see cref="GenreLabel.None"/> for talk and pauses. Complete after <see cref="Flush"/>.</summary>
    public IReadOnlyList<LabelledSpan> Genres => _genres;

    /// <summary>True activities, each an <see cref="Activity"/>.</summary>
    public IReadOnlyList<LabelledSpan> Activities => _activities;

    /// <summary>Tracks that were shorter than they had to be played, and were repeated.</summary>
    public int RepeatedCount { get; private set; }

    /// <summary>Length of what was mixed, held samples included.</summary>
    public TimeSpan Duration => Time(_position + _held.Length);

    /// <summary>Adds an item.</summary>
    /// <param name="planned">What it is.</param>
    /// <param name="recording">The track or the voice; empty for a pause.</param>
    /// <param name="voice">Who speaks over it; empty for nobody.</param>
    /// <returns>Samples that are final, those before the item.</returns>
    public ReadOnlyMemory<float> Add(PlannedItem planned, float[] recording, float[] voice)
    {
        var item = planned.Item;
        var samples = Levelled(recording, item.Length is { } length ? Samples(length) : recording.Length);
        RepeatedCount += item.Kind == ProgrammeItemKind.Play && samples.Length > recording.Length ? 1 : 0;
        var talk = Math.Min(Samples(item.TalkOver), samples.Length);
        if (voice.Length > 0)
        {
            SpeakOver(samples.AsSpan(0, talk), Levelled(voice, talk));
        }
        var fade = Math.Min(Samples(item.Fade), Math.Min(_held.Length, samples.Length) / 2);
        CrossFade(_held.AsSpan(_held.Length - fade), samples.AsSpan(0, fade));
        var final = _held.AsMemory(0, _held.Length - fade);
        _position += final.Length;
        _held = samples;
        Note(planned, Time(_position + (fade / 2)), Time(_position + talk), Time(_position + samples.Length));
        return final;
    }

    /// <summary>Ends the programme.</summary>
    /// <returns>The samples that are left.</returns>
    public ReadOnlyMemory<float> Flush() => _held;

    private void Note(PlannedItem planned, TimeSpan start, TimeSpan talkEnd, TimeSpan end)
    {
        CutAt(_genres, start);
        CutAt(_activities, start);
        _genres.Add(new(start, end, planned.Label));
        var activity = planned.Item.Kind switch
        {
            ProgrammeItemKind.Play => Activity.Music,
            ProgrammeItemKind.Talk => Activity.Speech,
            _ => Activity.Silence,
        };
        if (planned.Voice is not null && talkEnd > start)
        {
            _activities.Add(new(start, talkEnd, (int)Activity.SpeechOverMusic));
            start = talkEnd;
        }
        _activities.Add(new(start, end, (int)activity));
    }

    /// <summary>The span before ends where the next one starts: in the middle of their cross-fade.</summary>
    private static void CutAt(List<LabelledSpan> spans, TimeSpan start)
    {
        if (spans.Count > 0)
        {
            spans[^1] = spans[^1] with { End = start };
        }
    }

    /// <summary>Exactly <paramref name="count"/> samples at the common level, repeated as often as it takes.</summary>
    private static float[] Levelled(float[] recording, int count)
    {
        var samples = new float[count];
        if (recording.Length == 0)
        {
            return samples;
        }
        var rms = Math.Sqrt(TensorPrimitives.SumOfSquares<float>(recording) / recording.Length);
        var gain = rms > 1e-6 ? (float)(Level / rms) : 0;
        for (var at = 0; at < count; at++)
        {
            samples[at] = recording[at % recording.Length] * gain;
        }
        return samples;
    }

    private static void SpeakOver(Span<float> music, ReadOnlySpan<float> voice)
    {
        TensorPrimitives.Multiply(music, (float)Math.Pow(10, -TalkOverDb / 20), music);
        TensorPrimitives.Add(music, voice, music);
    }

    /// <summary>Equal power: sin² and cos² add up to 1. The result stands in <paramref name="next"/>.</summary>
    private static void CrossFade(ReadOnlySpan<float> before, Span<float> next)
    {
        for (var at = 0; at < next.Length; at++)
        {
            var (rise, fall) = Math.SinCos(Math.PI / 2 * (at + 0.5) / next.Length);
            next[at] = (float)((next[at] * rise) + (before[at] * fall));
        }
    }

    private int Samples(TimeSpan time) => (int)(time.TotalSeconds * sampleRateHz);

    private TimeSpan Time(long position) => TimeSpan.FromSeconds((double)position / sampleRateHz);
}
