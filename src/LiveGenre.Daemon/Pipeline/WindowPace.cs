namespace LiveGenre.Daemon.Pipeline;

/// <summary>
/// How many hops one source's windows are apart: 1, or 2, 4 or 8 while the daemon cannot keep up. It doubles as soon as a
/// window still waits for the model when the next one comes, and halves once windows have been taken at once for a while:
/// longer after each time that this was too soon. The window queue alone moves it.
/// </summary>
/// <param name="random">Has sources come back one after the other, so that the load does not.</param>
internal sealed class WindowPace(Random random)
{
    /// <summary>The most hops from one window to the next: 16 s at a hop of 2 s.</summary>
    public const int WidestStride = 8;

    /// <summary>A window that waits no longer than this was taken at once: some batches of others are before it at any time.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan ShortestCalm = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LongestCalm = TimeSpan.FromMinutes(10);

    private int _stride = 1;
    private TimeSpan _calm; // of the stream's time, since a window had to wait
    private TimeSpan _neededCalm = ShortestCalm;
    private bool _hasNarrowed;

    /// <summary>Which of the source's windows are kept, by chance: sources that widen together do not come in step.</summary>
    public int Phase { get; } = random.Next(WidestStride);

    /// <summary>Hops from one window to the next.</summary>
    public int Stride => Volatile.Read(ref _stride);

    /// <summary>Another window came while one waited.</summary>
    public void Widen()
    {
        _calm = TimeSpan.Zero;
        if (_hasNarrowed)
        {
            _hasNarrowed = false;
            _neededCalm = _neededCalm * 2 < LongestCalm ? _neededCalm * 2 : LongestCalm;
        }
        Volatile.Write(ref _stride, Math.Min(_stride * 2, WidestStride));
    }

    /// <summary>A window was taken.</summary>
    /// <param name="waited">How long it had waited.</param>
    /// <param name="hop">Time between windows as they come now.</param>
    public void Observe(TimeSpan waited, TimeSpan hop)
    {
        _calm = waited <= Prompt ? _calm + hop : TimeSpan.Zero;
        if (_calm >= LongestCalm)
        {
            (_neededCalm, _hasNarrowed) = (ShortestCalm, false);
        }
        if (_stride > 1 && _calm >= _neededCalm * (1 + random.NextDouble()))
        {
            (_calm, _hasNarrowed) = (TimeSpan.Zero, true);
            Volatile.Write(ref _stride, _stride / 2);
        }
    }
}
