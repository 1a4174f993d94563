namespace LiveGenre.Cli.Plotting;

/// <summary>Time from left to right.</summary>
/// <param name="left">Where the start lies, pixels.</param>
/// <param name="width">Pixels of the whole.</param>
/// <param name="start">Time at the left edge.</param>
/// <param name="duration">Time across, above zero.</param>
internal sealed class TimeAxis(double left, double width, TimeSpan start, TimeSpan duration)
{
    private const double LeastTickDistance = 80; // pixels; a label takes about 45

    private static readonly double[] Steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 86_400];

    /// <summary>Where a time lies; beyond the edges it is at the edge.</summary>
    public double X(TimeSpan time) => left + (width * Math.Clamp((time - start) / duration, 0, 1));

    /// <summary>Round times with room for their labels between them.</summary>
    public IEnumerable<TimeSpan> Ticks()
    {
        var step = Steps.FirstOrDefault(seconds => seconds / duration.TotalSeconds * width >= LeastTickDistance, Steps[^1]);
        for (var tick = Math.Ceiling(start.TotalSeconds / step); tick * step <= (start + duration).TotalSeconds + 1e-9; tick++)
        {
            yield return TimeSpan.FromSeconds(tick * step);
        }
    }
}
