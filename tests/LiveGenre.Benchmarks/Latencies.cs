namespace LiveGenre.Benchmarks;

/// <summary>Times of many events, for their percentiles.</summary>
internal sealed class Latencies
{
    private readonly List<double> _milliseconds = [];

    public int Count => _milliseconds.Count;

    public void Add(TimeSpan latency) => _milliseconds.Add(latency.TotalMilliseconds);

    public void AddRange(Latencies others) => _milliseconds.AddRange(others._milliseconds);

    /// <summary>The time, in ms, that <paramref name="share"/> of all events do not exceed; null where there was none.</summary>
    /// <param name="share">0 to 1.</param>
    public double? Percentile(double share)
    {
        if (_milliseconds.Count == 0)
        {
            return null;
        }
        _milliseconds.Sort();
        return Math.Round(_milliseconds[(int)Math.Min(_milliseconds.Count - 1, share * _milliseconds.Count)], 1);
    }
}
