using System.Globalization;

namespace LiveGenre.Grpc.Wire;

/// <summary>The coding of <c>grpc-timeout</c>: at most eight digits and a unit.</summary>
internal static class TimeoutCoding
{
    private const long MaxDigits = 99_999_999;

    // From fine to coarse; TimeSpan's own tick of 100 ns lies between n and u.
    private static readonly (char Unit, long Ticks)[] Units =
    [
        ('u', TimeSpan.TicksPerMicrosecond),
        ('m', TimeSpan.TicksPerMillisecond),
        ('S', TimeSpan.TicksPerSecond),
        ('M', TimeSpan.TicksPerMinute),
        ('H', TimeSpan.TicksPerHour),
    ];

    /// <summary>The finest unit that holds the timeout, rounded up so that it never ends early; at least 1 ns.</summary>
    public static string Encode(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero)
        {
            return "1n";
        }
        foreach (var (unit, ticks) in Units)
        {
            var count = timeout.Ticks / ticks + (timeout.Ticks % ticks == 0 ? 0 : 1);
            if (count <= MaxDigits)
            {
                return count.ToString(CultureInfo.InvariantCulture) + unit;
            }
        }
        return MaxDigits.ToString(CultureInfo.InvariantCulture) + 'H';
    }

    /// <summary>False for what is not a timeout. A fraction of a tick rounds up; what no TimeSpan holds becomes the longest one.</summary>
    public static bool TryDecode(string text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > 9 || !text.AsSpan(0, text.Length - 1).ContainsOnlyDigits())
        {
            return false;
        }
        var count = long.Parse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture);
        if (text[^1] == 'n')
        {
            timeout = TimeSpan.FromTicks((count + TimeSpan.NanosecondsPerTick - 1) / TimeSpan.NanosecondsPerTick);
            return true;
        }
        foreach (var (unit, ticks) in Units)
        {
            if (unit == text[^1])
            {
                timeout = count > TimeSpan.MaxValue.Ticks / ticks ? TimeSpan.MaxValue : TimeSpan.FromTicks(count * ticks);
                return true;
            }
        }
        return false;
    }

    private static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
