using System.Diagnostics;
using System.Globalization;

namespace LiveGenre.Benchmarks.Subscribers;

/// <summary>When each station begins, in ticks of <see cref="Stopwatch"/>, which all processes of a machine share: staggered, as independent stations are.</summary>
/// <param name="Start">The first station's beginning.</param>
/// <param name="Spacing">From one station's beginning to the next one's.</param>
internal readonly record struct StationTimes(long Start, long Spacing)
{
    private const string Prefix = "station-";

    public static string IdOf(int station) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{station}");

    public static int NumberOf(string id) => int.Parse(id.AsSpan(Prefix.Length), CultureInfo.InvariantCulture);

    public static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    /// <summary>When the sample at <paramref name="offset"/> of a station is over.</summary>
    public long DueAt(int station, TimeSpan offset) => Start + (station * Spacing) + Ticks(offset);

    /// <summary>Waits for a moment; not at all where it is past.</summary>
    public static Task WaitUntilAsync(long timestamp)
    {
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp);
        return left > TimeSpan.Zero ? Task.Delay(left) : Task.CompletedTask;
    }
}
