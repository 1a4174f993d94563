namespace LiveGenre.Benchmarks.Stations;

/// <summary>
/// A minute of stereo that all stations play, each from its own place and at its own level, so that no two windows are alike
/// and feeding costs little more than the copy that any capture makes. Nowhere silent: every window is classified.
/// </summary>
internal static class StationMaterial
{
    public const int Channels = 2;

    private const int SampleRateHz = 44_100;
    private const int Frames = 60 * SampleRateHz;

    // Of the scale of A minor, Hz.
    private static readonly double[] Notes = [110, 130.8, 146.8, 164.8, 196, 220, 261.6, 293.7, 329.6];

    private static readonly float[] Samples = Make();

    /// <summary>Copies what a station plays from one of its frames on.</summary>
    /// <param name="frame">From the station's own beginning.</param>
    /// <param name="gain">The station's level.</param>
    /// <param name="interleaved">Whole frames.</param>
    public static void Play(long frame, float gain, Span<float> interleaved)
    {
        var at = (int)(frame % Frames) * Channels;
        while (!interleaved.IsEmpty)
        {
            var part = interleaved[..Math.Min(interleaved.Length, Samples.Length - at)];
            System.Numerics.Tensors.TensorPrimitives.Multiply(Samples.AsSpan(at, part.Length), gain, part);
            interleaved = interleaved[part.Length..];
            at = 0;
        }
    }

    /// <summary>Fifteen seconds each of chords, chords with drums, a voice-like buzz, and all of it.</summary>
    private static float[] Make()
    {
        var random = new Random(1);
        var samples = new float[Frames * Channels];
        var (phases, buzz) = (new double[3], 0.0);
        for (var frame = 0; frame < Frames; frame++)
        {
            var time = (double)frame / SampleRateHz;
            var part = (int)(time / 15);
            var beat = time * 2 % 1;
            double left = 0, right = 0;
            for (var voice = 0; voice < phases.Length && part != 2; voice++)
            {
                phases[voice] += Notes[((int)(time / 2) + (2 * voice)) % Notes.Length] / SampleRateHz;
                var tone = Math.Sin(2 * Math.PI * phases[voice]) + (0.3 * Math.Sin(6 * Math.PI * phases[voice]));
                left += 0.15 * tone;
                right += 0.15 * tone * (voice == 1 ? 0.5 : 1);
            }
            var noise = random.NextDouble() - 0.5;
            var drum = part is 1 or 3 ? 0.5 * noise * Math.Exp(-12 * beat) : 0.01 * noise;
            buzz = (buzz + ((120 + (30 * Math.Sin(3 * time))) / SampleRateHz)) % 1;
            var voiced = part >= 2 ? 0.3 * (buzz - 0.5) * Math.Max(0, Math.Sin(2 * Math.PI * 3 * time)) : 0;
            samples[Channels * frame] = (float)(left + drum + voiced);
            samples[(Channels * frame) + 1] = (float)(right + drum + voiced);
        }
        return samples;
    }
}
