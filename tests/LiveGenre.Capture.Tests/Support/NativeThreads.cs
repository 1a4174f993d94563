using System.Diagnostics;

namespace LiveGenre.Capture.Tests.Support;

/// <summary>Counts this process's threads by the name that the system knows, of which it keeps 15 letters.</summary>
internal static class NativeThreads
{
    /// <summary>Fails unless there come to be so many threads of this name; how soon one starts or ends is the scheduler's affair.</summary>
    public static async Task AssertCountAsync(int expected, string name)
    {
        var waited = Stopwatch.StartNew();
        while (Count(name) != expected && waited.Elapsed < TimeSpan.FromSeconds(10))
        {
            await Task.Delay(10);
        }

        Assert.Equal(expected, Count(name));
    }

    private static int Count(string name) => Directory.EnumerateDirectories("/proc/self/task").Count(folder =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "comm")).Trim() == name[..Math.Min(15, name.Length)];
        }
        catch (IOException)
        {
            return false; // it ended while we looked
        }
    });
}
