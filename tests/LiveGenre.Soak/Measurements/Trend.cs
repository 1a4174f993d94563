namespace LiveGenre.Soak.Measurements;

/// <summary>The straight line that fits measurements best, by least squares.</summary>
internal static class Trend
{
    /// <summary>Rise of the line per hour; zero for fewer than three points.</summary>
    public static double PerHour(IReadOnlyList<(TimeSpan Time, double Value)> points)
    {
        if (points.Count < 3)
        {
            return 0;
        }
        var (meanTime, meanValue) = (points.Average(p => p.Time.TotalHours), points.Average(p => p.Value));
        var spread = points.Sum(p => Math.Pow(p.Time.TotalHours - meanTime, 2));
        return spread == 0 ? 0 : points.Sum(p => (p.Time.TotalHours - meanTime) * (p.Value - meanValue)) / spread;
    }

    /// <summary>The smallest value of each minute: what is held when nothing is going on.</summary>
    public static IReadOnlyList<(TimeSpan Time, double Value)> Floor(IEnumerable<(TimeSpan Time, double Value)> points) =>
        [.. points.GroupBy(p => (int)p.Time.TotalMinutes).Select(minute => minute.MinBy(p => p.Value))];
}
