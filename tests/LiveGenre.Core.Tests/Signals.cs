namespace LiveGenre.Core.Tests;

/// <summary>Input for kernels, the same at every run.</summary>
internal static class Signals
{
    /// <summary>White noise, even from −amplitude to amplitude.</summary>
    public static float[] Noise(int length, int seed, float amplitude = 0.5f)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => amplitude * ((2 * random.NextSingle()) - 1))];
    }

    /// <summary>amplitude · sin(2π · frequency · n / rate).</summary>
    public static float[] Sine(int length, double frequencyHz, double rateHz, double amplitude = 0.5) =>
        [.. Enumerable.Range(0, length).Select(n => (float)(amplitude * Math.Sin(2 * Math.PI * frequencyHz * n / rateHz)))];
}
