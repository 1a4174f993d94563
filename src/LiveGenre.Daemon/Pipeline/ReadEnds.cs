namespace LiveGenre.Daemon.Pipeline;

/// <summary>
/// Where the reads of a source end: on each window's last sample, so that no window waits for sound that it does not need,
/// and in equal steps of about a quarter of a second between. A thousand sources so wake the machine four times a second
/// each, and levels and pictures still move.
/// </summary>
/// <param name="windowSamples">Samples of a window; the first begins at position 0.</param>
/// <param name="hopSamples">Samples from one window's start to the next.</param>
/// <param name="sampleRateHz">Of both.</param>
internal sealed class ReadEnds(int windowSamples, int hopSamples, int sampleRateHz)
{
    private const double StepSeconds = 0.25;

    private readonly int _steps = Math.Max(1, (int)Math.Round(hopSamples / (StepSeconds * sampleRateHz)));

    /// <summary>Most samples from one end to the next.</summary>
    public int MaxStep => EndOf(1);

    /// <summary>The first end behind <paramref name="position"/>.</summary>
    public long After(long position)
    {
        var into = (((position - windowSamples) % hopSamples) + hopSamples) % hopSamples; // never below zero
        return position - into + EndOf((into * _steps / hopSamples) + 1);
    }

    /// <summary>Samples from a window's end to the end of a step behind it.</summary>
    private int EndOf(long step) => (int)(((step * hopSamples) + _steps - 1) / _steps);
}
