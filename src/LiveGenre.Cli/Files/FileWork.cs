using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using LiveGenre.Capture;

namespace LiveGenre.Cli.Files;

/// <summary>Does the same work on many files side by side, and hands the outcomes out in the order of the files.</summary>
internal static class FileWork
{
    /// <summary>Files that may be ahead of the one that is waited for, per job: one long file holds up only the output.</summary>
    private const int Lead = 4;

    /// <summary>Runs the work. A file that cannot be worked on has an error as its outcome, and the others go on.</summary>
    /// <param name="files">In the order of the outcomes.</param>
    /// <param name="jobs">Files at once.</param>
    /// <param name="createWorker">Makes what works on one file at a time; disposed at the end where it can be.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async IAsyncEnumerable<FileOutcome<T>> RunAsync<TWorker, T>(
        IReadOnlyList<string> files, int jobs, Func<TWorker> createWorker, Func<TWorker, string, CancellationToken, Task<T>> work,
        [EnumeratorCancellation] CancellationToken cancellation)
        where T : class
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var places = new SemaphoreSlim(jobs);
        var idle = new ConcurrentBag<TWorker>();
        var running = new Queue<Task<FileOutcome<T>>>();
        var next = 0;
        try
        {
            while (next < files.Count || running.Count > 0)
            {
                while (next < files.Count && running.Count < jobs * Lead)
                {
                    var file = files[next++];
                    running.Enqueue(Task.Run(() => WorkAsync(file), stop.Token));
                }
                yield return await running.Dequeue();
            }
        }
        finally
        {
            await stop.CancelAsync();
            // Nobody waits for these outcomes any more; their workers are disposed once they rest.
            await Task.WhenAll(running).ContinueWith(_ => { }, TaskScheduler.Default);
            foreach (var worker in idle)
            {
                (worker as IDisposable)?.Dispose();
            }
        }

        async Task<FileOutcome<T>> WorkAsync(string file)
        {
            await places.WaitAsync(stop.Token);
            var worker = idle.TryTake(out var rested) ? rested : createWorker();
            try
            {
                return new(file, await work(worker, file, stop.Token), null);
            }
            catch (AudioSourceException error)
            {
                return new(file, null, error.Message);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return new(file, null, $"'{file}': {error.Message}");
            }
            finally
            {
                idle.Add(worker);
                places.Release();
            }
        }
    }
}
