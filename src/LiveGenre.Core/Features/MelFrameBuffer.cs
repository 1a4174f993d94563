using LiveGenre.Core.Audio;

namespace LiveGenre.Core.Features;

/// <summary>
/// The newest mel frames of a stream, addressed by absolute frame index: frame i covers samples i·hop to
/// i·hop + FftSize − 1. One writer and any number of readers may use it at once.
/// </summary>
public sealed class MelFrameBuffer
{
    private readonly Lock _gate = new();
    private readonly float[] _values; // [bands × capacity]: a band's frames lie side by side, so that a window is copied row by row
    private readonly PositionGaps _gaps = new();
    private long _nextFrame;

    /// <summary>Makes an empty buffer at frame 0.</summary>
    /// <param name="melBands">Values a frame, 1 or more.</param>
    /// <param name="capacityFrames">Frames that are kept, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is below 1.</exception>
    public MelFrameBuffer(int melBands, int capacityFrames)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(melBands, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacityFrames, 1);
        MelBands = melBands;
        CapacityFrames = capacityFrames;
        _values = new float[checked(melBands * capacityFrames)];
    }

    /// <summary>Values a frame.</summary>
    public int MelBands { get; }

    /// <summary>Frames that are kept.</summary>
    public int CapacityFrames { get; }

    /// <summary>Index that the next frame will have; frames that were skipped count too.</summary>
    public long NextFrame
    {
        get
        {
            lock (_gate)
            {
                return _nextFrame;
            }
        }
    }

    /// <summary>Appends the frame with index <see cref="NextFrame"/>; the oldest makes room.</summary>
    /// <param name="frame">[melBands].</param>
    /// <exception cref="ArgumentException"><paramref name="frame"/> has another length.</exception>
    public void Append(ReadOnlySpan<float> frame)
    {
        ThrowIfNot(MelBands, frame.Length, nameof(frame));
        lock (_gate)
        {
            var at = (int)(_nextFrame % CapacityFrames);
            foreach (var value in frame)
            {
                _values[at] = value;
                at += CapacityFrames;
            }
            _nextFrame++;
        }
    }

    /// <summary>Leaves a gap: frames from <see cref="NextFrame"/> to just before <paramref name="frame"/> never existed.</summary>
    /// <param name="frame">Index of the next frame to be appended; <see cref="NextFrame"/> itself changes nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="frame"/> lies before <see cref="NextFrame"/>.</exception>
    public void SkipTo(long frame)
    {
        lock (_gate)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(frame, _nextFrame);
            if (frame > _nextFrame)
            {
                _gaps.Add(_nextFrame, frame, frame - CapacityFrames);
                _nextFrame = frame;
            }
        }
    }

    /// <summary>Finds the first unbroken stretch of frames that can be read now.</summary>
    /// <param name="from">Absolute frame index; what lies before it does not count.</param>
    /// <returns>Its first frame, <paramref name="from"/> or later, and one past its last; the same twice where there is none.</returns>
    public (long Start, long End) FindStretch(long from)
    {
        lock (_gate)
        {
            return _gaps.FindStretch(Math.Max(from, Math.Max(0, _nextFrame - CapacityFrames)), _nextFrame);
        }
    }

    /// <summary>Copies consecutive frames; false if any is not yet there, already overwritten or in a gap.</summary>
    /// <param name="startFrame">Absolute index of the first frame.</param>
    /// <param name="frames">How many.</param>
    /// <param name="melMajor">[melBands × frames], a row a band; filled whole, or left as it was when the answer is false.</param>
    /// <exception cref="ArgumentException"><paramref name="melMajor"/> has another length.</exception>
    public bool TryReadWindow(long startFrame, int frames, Span<float> melMajor)
    {
        ThrowIfNot(MelBands * frames, melMajor.Length, nameof(melMajor));
        lock (_gate)
        {
            var endFrame = startFrame + frames;
            if (startFrame < Math.Max(0, _nextFrame - CapacityFrames) || endFrame > _nextFrame || _gaps.Touch(startFrame, endFrame))
            {
                return false;
            }
            var at = (int)(startFrame % CapacityFrames);
            var head = Math.Min(frames, CapacityFrames - at);
            for (var band = 0; band < MelBands; band++)
            {
                var row = _values.AsSpan(band * CapacityFrames, CapacityFrames);
                var target = melMajor.Slice(band * frames, frames);
                row.Slice(at, head).CopyTo(target);
                row[..(frames - head)].CopyTo(target[head..]);
            }
            return true;
        }
    }

    /// <summary>Copies one frame; false if it is not yet there, already overwritten or in a gap.</summary>
    /// <param name="frame">Absolute index.</param>
    /// <param name="values">[melBands].</param>
    /// <exception cref="ArgumentException"><paramref name="values"/> has another length.</exception>
    public bool TryReadFrame(long frame, Span<float> values) => TryReadWindow(frame, 1, values);

    private static void ThrowIfNot(int expected, int length, string name)
    {
        if (length != expected)
        {
            throw new ArgumentException($"Length {length}, expected {expected}.", name);
        }
    }
}
