namespace LiveGenre.Capture.Tests.Support;

/// <summary>Counts this process's threads by the name that the system knows, of which it keeps 15 letters.</summary>
internal static class NativeThreads
{
    public static int Count(string name) => Directory.EnumerateDirectories("/proc/self/task").Count(folder =>
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
