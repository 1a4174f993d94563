namespace LiveGenre.Core.Features;

/// <summary>Says which analysis windows are due: they start at absolute multiples of the hop and are as long as the model reads. Not thread-safe.</summary>
public sealed class WindowCutter
{
    private long _next;

    /// <summary>Begins with the window at frame 0.</summary>
    /// <param name="windowFrames">Mel frames a window, 1 or more.</param>
    /// <param name="hopFrames">Frames from the start of one window to the next, 1 to <paramref name="windowFrames"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside its range.</exception>
    public WindowCutter(int windowFrames, int hopFrames)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowFrames, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hopFrames, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hopFrames, windowFrames);
        WindowFrames = windowFrames;
        HopFrames = hopFrames;
    }

    /// <summary>Mel frames a window.</summary>
    public int WindowFrames { get; }

    /// <summary>Frames from the start of one window to the next.</summary>
    public int HopFrames { get; }

    /// <summary>Hops from a window to the one that is taken next, 1 or more. Default 1; more leaves out those between.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>Which windows are kept where <see cref="Stride"/> is more than 1: those whose number leaves this remainder. 0 or more.</summary>
    public int Phase { get; init; }

    /// <summary>Absolute index of the next window's first frame, as things stand.</summary>
    public long NextStart => _next;

    /// <summary>Takes the next window if all of its frames are there. Call until false.</summary>
    /// <param name="nextFrame">Frames before this one exist, <see cref="MelFrameBuffer.NextFrame"/>.</param>
    /// <param name="startFrame">Absolute index of the window's first frame; 0 when the answer is false.</param>
    public bool TryNext(long nextFrame, out long startFrame)
    {
        if (_next + WindowFrames > nextFrame)
        {
            startFrame = 0;
            return false;
        }
        startFrame = _next;
        var number = _next / HopFrames;
        var tooEarly = (Phase - number - 1) % Stride; // below or above zero, as C# has remainders
        _next += HopFrames * (1 + ((tooEarly + Stride) % Stride));
        return true;
    }

    /// <summary>After a gap: the next window starts at the first multiple of the hop from <paramref name="frame"/> on. Never goes back.</summary>
    /// <param name="frame">Absolute index of the first frame after the gap, <see cref="LogMelFrontEnd.NextFrame"/>.</param>
    public void SkipTo(long frame) =>
        _next = Math.Max(_next, (frame + HopFrames - 1) / HopFrames * HopFrames);
}
