using System.Collections.Concurrent;

namespace LiveGenre.Daemon.Administration;

/// <summary>
/// Opens models on one thread, the same for all. glibc gives each thread one of its heaps for good; models that are opened by
/// whichever thread is free leave gaps in every heap, 20 MB after thirty models, which no trimming returns.
/// </summary>
internal sealed class ModelThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private int _isRunning;

    /// <summary>Does some work there; one after the other.</summary>
    /// <exception cref="InvalidOperationException">Disposed of.</exception>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        if (Interlocked.Exchange(ref _isRunning, 1) == 0)
        {
            new Thread(Run) { IsBackground = true, Name = "livegenre-models" }.Start();
        }
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        });
        return done.Task;
    }

    /// <summary>Ends the thread once its work is done.</summary>
    public void Dispose() => _work.CompleteAdding();

    private void Run()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }
    }
}
