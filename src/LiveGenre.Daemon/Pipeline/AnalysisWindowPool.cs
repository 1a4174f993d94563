using System.Collections.Concurrent;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>Windows that wait to be filled again; as many as were ever on their way at once.</summary>
internal sealed class AnalysisWindowPool(WindowShape shape)
{
    private readonly ConcurrentQueue<AnalysisWindow> _free = new();

    /// <summary>Sizes of this pool's windows.</summary>
    public WindowShape Shape { get; } = shape;

    /// <summary>A window whose contents are those of its last use.</summary>
    public AnalysisWindow Rent() => _free.TryDequeue(out var window) ? window : new AnalysisWindow(this, Shape);

    /// <summary>Takes a window back.</summary>
    public void Return(AnalysisWindow window) => _free.Enqueue(window);
}
