namespace LiveGenre.Daemon.Pipeline;

/// <summary>
/// How many hops one source's windows are apart: 1, or 2, 4 or 8 while the daemon cannot keep up. It doubles when a window still
/// waits for the model as the next one comes and windows have been late for longer than a start or a pause lasts, or for as long as
/// there is room for them; it halves once they have been taken at once for a while: a short one while the model has nothing to do
/// most of the time, a longer one after each time that it was too soon. The window queue alone moves it.
/// </summary>
/// <param name="random">Has sources come back one after the other, so that the load does not.</param>
internal sealed class WindowPace(Random random)
{
    /// <summary>The most hops from one window to the next: 16 s at a hop of 2 s.</summary>
    public const int WidestStride = 8;

    /// <summary>A window that waits no longer than this was taken at once: some batches of others are before it at any time.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(0.5);

    /// <summary>Windows have to be late for so long, one after the other, before the hop widens, where there is room for them: sources start together, and code is compiled meanwhile.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(7);

    /// <summary>Share of the time that the model has nothing to do from which all sources may halve their hops at once, and some is left.</summary>
    private const double Roomy = 0.6;

    /// <summary>How much sooner they do then.</summary>
    private const int RoomyHaste = 4;

    private static readonly TimeSpan ShortestCalm = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LongestCalm = TimeSpan.FromMinutes(10);

    private int _stride = 1;
    private TimeSpan _calm; // of the stream's time, since a window had to wait
    private TimeSpan _late; // of the stream's time, since a window was taken at once
    private TimeSpan _neededCalm = ShortestCalm;
    private bool _hasNarrowed;

    /// <summary>Which of the source's windows are kept, by chance: sources that widen together do not come in step.</summary>
    public int Phase { get; } = random.Next(WidestStride);

    /// <summary>Hops from one window to the next.</summary>
    public int Stride => Volatile.Read(ref _stride);

    /// <summary>Another window came while one waited for long: the hop widens if that has been so for a while.</summary>
    /// <param name="waits">How long the one has waited.</param>
    /// <param name="room">How long windows may come as they do now before one is dropped.</param>
    public void Widen(TimeSpan waits, TimeSpan room)
    {
        if (_late + waits < (room < Patience ? room : Patience))
        {
            return;
        }
        (_calm, _late) = (TimeSpan.Zero, TimeSpan.Zero);
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
    /// <param name="idleShare">How much of the last seconds the model had nothing to do.</param>
    public void Observe(TimeSpan waited, TimeSpan hop, double idleShare)
    {
        (_calm, _late) = waited <= Prompt ? (_calm + hop, TimeSpan.Zero) : (TimeSpan.Zero, _late + hop);
        if (_calm >= LongestCalm)
        {
            (_neededCalm, _hasNarrowed) = (ShortestCalm, false);
        }
        var needed = idleShare >= Roomy ? _neededCalm / RoomyHaste : _neededCalm;
        if (_stride > 1 && _calm >= needed * (1 + random.NextDouble()))
        {
            (_calm, _hasNarrowed) = (TimeSpan.Zero, true);
            Volatile.Write(ref _stride, _stride / 2);
        }
    }
}
