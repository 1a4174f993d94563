using System.Threading.Channels;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>The model that classifies now, and the one that is to follow it. The classify stage makes the change, between two batches.</summary>
internal sealed class LiveModel(ServedModel first) : IDisposable
{
    private readonly Channel<ModelSwap> _swaps = Channel.CreateBounded<ModelSwap>(1);
    private ServedModel _current = first;

    /// <summary>The model that answers.</summary>
    public ServedModel Current => Volatile.Read(ref _current);

    /// <summary>Swaps that wait for the classify stage.</summary>
    public ChannelReader<ModelSwap> Swaps => _swaps.Reader;

    /// <summary>A swap waits.</summary>
    public event Action? SwapAsked;

    /// <summary>Puts <paramref name="next"/> to work once the batch that runs now is done; the model before it is disposed then.</summary>
    /// <exception cref="ChannelClosedException">The pipeline has ended; nothing has changed.</exception>
    public async Task SwapAsync(ServedModel next, CancellationToken cancellation)
    {
        var swap = new ModelSwap(next);
        await _swaps.Writer.WriteAsync(swap, cancellation);
        SwapAsked?.Invoke();
        // From here on the stage has it: who gave up waiting must not dispose it.
        await swap.Done.Task;
    }

    /// <summary>For the classify stage: makes <paramref name="next"/> the current one.</summary>
    /// <returns>The one before, to be disposed.</returns>
    public ServedModel Replace(ServedModel next) => Interlocked.Exchange(ref _current, next);

    /// <summary>For the classify stage: no swap is taken any more.</summary>
    public void Close()
    {
        _swaps.Writer.TryComplete();
        while (_swaps.Reader.TryRead(out var late))
        {
            late.Done.TrySetException(new ChannelClosedException("The pipeline has ended."));
        }
    }

    public void Dispose() => Current.Dispose();
}

/// <summary>A model that is to follow the current one.</summary>
/// <param name="Next">Checked and warmed up.</param>
internal sealed record ModelSwap(ServedModel Next)
{
    /// <summary>Completes once it answers.</summary>
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
