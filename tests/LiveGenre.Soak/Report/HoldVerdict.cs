using LiveGenre.Soak.Measurements;
using LiveGenre.Soak.Scene;

namespace LiveGenre.Soak.Report;

/// <summary>What a daemon held over time, judged. Slopes are of the time after the warm-up, the first quarter.</summary>
/// <param name="Daemon">Its name.</param>
/// <param name="ResidentMegabytes">At the end.</param>
/// <param name="ResidentSlope">MB an hour, by least squares over all samples.</param>
/// <param name="ThreadSlope">An hour, of the smallest number of each minute.</param>
/// <param name="HandleSlope">An hour, of the smallest number of each minute.</param>
/// <param name="Zombies">The most that stayed for three samples, 6 s.</param>
/// <param name="IsLongEnough">Whether the slopes say anything.</param>
internal sealed record HoldVerdict(
    string Daemon, double ResidentMegabytes, double ResidentSlope, double ThreadSlope, double HandleSlope, int Zombies, bool IsLongEnough)
{
    public const double ResidentSlopeLimit = 1;

    /// <summary>A leak of one in every round of faults, about ten an hour, is over it; a thread of the pool that happens to be there is not.</summary>
    public const double CountSlopeLimit = 4;

    /// <summary>In less, what a garbage collector has yet to do outweighs any leak.</summary>
    private static readonly TimeSpan LeastTime = TimeSpan.FromMinutes(20);

    public bool IsGood => Zombies == 0
        && (!IsLongEnough || (ResidentSlope < ResidentSlopeLimit && ThreadSlope < CountSlopeLimit && HandleSlope < CountSlopeLimit));

    public static HoldVerdict Of(WatchedDaemon daemon)
    {
        var all = daemon.Meter.Samples;
        var end = all[^1].Time;
        var warm = all.Where(s => s.Time > end / 4).ToList();
        return new(
            daemon.Name, all[^1].ResidentMegabytes,
            Trend.PerHour([.. warm.Select(s => (s.Time, s.ResidentMegabytes))]),
            Trend.PerHour(Trend.Floor(warm.Select(s => (s.Time, (double)s.Threads)))),
            Trend.PerHour(Trend.Floor(warm.Select(s => (s.Time, (double)s.Handles)))),
            Enumerable.Range(0, Math.Max(0, all.Count - 2)).Select(i => Math.Min(all[i].Zombies, Math.Min(all[i + 1].Zombies, all[i + 2].Zombies))).DefaultIfEmpty().Max(),
            end * 0.75 >= LeastTime);
    }
}
