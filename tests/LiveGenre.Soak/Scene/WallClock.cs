using System.Globalization;

namespace LiveGenre.Soak.Scene;

/// <summary>
/// The system clock as the daemon sees it, for the soak to set: Debian's libfaketime, preloaded, moves what the wall clock
/// says and leaves the monotonic clock and all waits alone, as setting a real clock does.
/// </summary>
internal sealed class WallClock
{
    private readonly string _file;

    public WallClock(string file)
    {
        _file = file;
        Set(TimeSpan.Zero);
    }

    /// <summary>The library; null where it is not installed.</summary>
    public static string? Library { get; } = Directory.Exists("/usr/lib")
        ? Directory.EnumerateDirectories("/usr/lib").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
        : null;

    /// <summary>What a process must be started with to have this clock.</summary>
    public IReadOnlyList<(string Name, string Value)> Environment =>
    [
        ("LD_PRELOAD", Library!),
        ("FAKETIME_TIMESTAMP_FILE", _file),
        ("FAKETIME_CACHE_DURATION", "1"), // seconds until it looks at the file again
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ("FAKETIME_FORCE_MONOTONIC_FIX", "0"),
    ];

    /// <summary>Steps the clock to so far from the true time.</summary>
    public void Set(TimeSpan offset) =>
        File.WriteAllText(_file, string.Create(CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset.Duration().TotalSeconds:0}\n"));
}
