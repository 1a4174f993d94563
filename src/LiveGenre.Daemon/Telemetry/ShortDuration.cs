using System.Globalization;

namespace LiveGenre.Daemon.Telemetry;

/// <summary>A length of time as log lines write it: <c>0.5 s</c>, <c>32 s</c>, <c>5 min 12 s</c>, <c>3 h 2 min</c>, <c>2 d 3 h</c>; rounded to what it shows.</summary>
internal readonly record struct ShortDuration(TimeSpan Time)
{
    /// <summary>Below this, fractions of a second matter.</summary>
    private const double WholeSecondsFrom = 9.995;

    public static implicit operator ShortDuration(TimeSpan time) => new(time);

    public override string ToString()
    {
        var (sign, time) = (Time < TimeSpan.Zero ? "−" : "", Time.Duration());
        if (time.TotalSeconds < WholeSecondsFrom)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{time.TotalSeconds:0.##} s");
        }
        var seconds = (long)Math.Round(time.TotalSeconds);
        (long Whole, string Unit, long Left, string LeftUnit) parts = seconds switch
        {
            < 60 => (seconds, "s", 0, ""),
            < 3_600 => (seconds / 60, "min", seconds % 60, "s"),
            < 86_400 => (seconds / 3_600, "h", seconds % 3_600 / 60, "min"),
            _ => (seconds / 86_400, "d", seconds % 86_400 / 3_600, "h"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{parts.Whole} {parts.Unit}{(parts.Left > 0 ? $" {parts.Left} {parts.LeftUnit}" : "")}");
    }
}
