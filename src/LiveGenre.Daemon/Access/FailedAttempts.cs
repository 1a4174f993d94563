using System.Net;

namespace LiveGenre.Daemon.Access;

/// <summary>Counts wrong tokens by where they come from, a minute at a time, so that trying costs more and logs stay short. Safe for any thread.</summary>
internal sealed class FailedAttempts(TimeProvider time)
{
    /// <summary>Wrong tokens from one address in a minute; the next ones are put off.</summary>
    public const int MostPerMinute = 10;

    /// <summary>Addresses that are remembered; from more, all are counted as one.</summary>
    private const int MostAddresses = 1_024;

    private static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _counts = [];
    private long _started = time.GetTimestamp();

    /// <summary>Notes a wrong token.</summary>
    /// <returns>How many it makes within this minute.</returns>
    public int Add(IPAddress? from)
    {
        lock (_gate)
        {
            if (time.GetElapsedTime(_started) >= Span)
            {
                _counts.Clear();
                _started = time.GetTimestamp();
            }
            var key = from is null || (_counts.Count >= MostAddresses && !_counts.ContainsKey(from)) ? IPAddress.None : from;
            return _counts[key] = _counts.GetValueOrDefault(key) + 1;
        }
    }
}
