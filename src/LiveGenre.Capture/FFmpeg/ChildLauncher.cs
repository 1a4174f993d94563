using System.Collections.Concurrent;
using System.Diagnostics;

namespace LiveGenre.Capture.FFmpeg;

/// <summary>
/// Starts all child processes from one thread that lives as long as this process. Linux sends the signal that a child asked for
/// on its parent's death when the parent's <em>thread</em> ends; a thread of the pool ends when it has been idle for a while.
/// </summary>
internal static class ChildLauncher
{
    private static readonly BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)> Requests = [];

    static ChildLauncher() => new Thread(Run) { IsBackground = true, Name = "livegenre-launcher" }.Start();

    /// <summary>Starts a process.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The system refused.</exception>
    public static Task<Process> StartAsync(ProcessStartInfo info)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests.Add((info, started));
        return started.Task;
    }

    private static void Run()
    {
        foreach (var (info, started) in Requests.GetConsumingEnumerable())
        {
            var process = new Process { StartInfo = info };
            try
            {
                process.Start();
                started.SetResult(process);
            }
            catch (Exception error) // whatever it is, it belongs to the caller; this thread must go on
            {
                process.Dispose();
                started.SetException(error);
            }
        }
    }
}
