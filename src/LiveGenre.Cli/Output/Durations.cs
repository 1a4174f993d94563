using System.Globalization;

namespace LiveGenre.Cli.Output;

/// <summary>How people read lengths of time.</summary>
internal static class Durations
{
    /// <summary><c>0:42</c>, <c>12:05</c>, <c>1:02:03</c>, <c>3 d 1:02:03</c>; fractions of a second are cut off.</summary>
    public static string ToClock(this TimeSpan time) => time switch
    {
        { Ticks: < 0 } => "0:00",
        { TotalHours: < 1 } => time.ToString(@"m\:ss", CultureInfo.InvariantCulture),
        { TotalDays: < 1 } => time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture),
        _ => time.ToString(@"d\ \d\ h\:mm\:ss", CultureInfo.InvariantCulture),
    };
}
