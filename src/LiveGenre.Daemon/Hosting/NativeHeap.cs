using System.Runtime.InteropServices;

namespace LiveGenre.Daemon.Hosting;

/// <summary>
/// What glibc keeps of the memory that ONNX Runtime, SQLite and others have given back. By itself it keeps eight heaps for each
/// processor, one thread's being of no use to the next, and returns none of it: after thirty models 120 MB.
/// </summary>
internal static class NativeHeap
{
    private const int MaxArenas = -8; // M_ARENA_MAX of malloc.h

    /// <summary>Two heaps for all threads; before any of them is busy.</summary>
    public static void KeepSmall() => Call(() => SetOption(MaxArenas, 2));

    /// <summary>Returns what is free to the system. Takes milliseconds.</summary>
    public static void GiveBack() => Call(() => Trim(0));

    private static void Call(Func<int> function)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        try
        {
            function();
        }
        catch (TypeLoadException)
        {
            // Another libc than glibc, with habits of its own.
        }
    }

    [DllImport("libc", EntryPoint = "mallopt")]
    private static extern int SetOption(int option, int value);

    [DllImport("libc", EntryPoint = "malloc_trim")]
    private static extern int Trim(nuint keep);
}
