namespace LiveGenre.Core.Features;

/// <summary>
/// Mono samples in, log-mel frames out: periodic Hann, power spectrum, Slaney mel bands, 10·log10(max(floor, ·)).
/// Every frame is computed once, on a grid of absolute positions that are multiples of the hop, and any split of the
/// input into blocks gives the same bits. Not thread-safe.
/// </summary>
/// <remarks>Source: librosa <c>power_to_db(melspectrogram(center=False), ref=1.0, top_db=None)</c>.</remarks>
public sealed class LogMelFrontEnd
{
    private const int SpareHops = 4; // room for input before the kept samples move to the front

    private readonly float[] _samples;
    private readonly float[] _mel; // [MelBands]
    private int _filled; // of _samples
    private int _frameAt; // where in _samples the next frame starts

    /// <summary>Begins at position 0.</summary>
    /// <exception cref="ArgumentException">The parameters contradict each other; the message says which.</exception>
    public LogMelFrontEnd(FrontEndParameters parameters)
    {
        parameters.Validate();
        Parameters = parameters;
        _samples = new float[parameters.FftSize + (SpareHops * parameters.HopLength)];
        _mel = new float[parameters.MelBands];
    }

    /// <summary>What it was made with.</summary>
    public FrontEndParameters Parameters { get; }

    /// <summary>Absolute position of the next sample that <see cref="Process"/> takes.</summary>
    public long Position { get; private set; }

    /// <summary>Absolute index of the next frame: it starts at this times the hop.</summary>
    public long NextFrame { get; private set; }

    /// <summary>Takes the samples from <see cref="Position"/> on and appends the frames that become complete.</summary>
    /// <param name="samples">Finite mono samples, any length.</param>
    /// <param name="frames">[MelBands] a frame, dB. It follows the skips of this front end, at the next call after them.</param>
    /// <exception cref="InvalidOperationException"><paramref name="frames"/> is ahead of this front end.</exception>
    public void Process(ReadOnlySpan<float> samples, MelFrameBuffer frames)
    {
        Align(frames);
        samples = SkipToFrame(samples);
        var transform = LogMelTransform.OfThisThread(Parameters);
        while (!samples.IsEmpty)
        {
            var room = Math.Min(samples.Length, MakeRoom());
            samples[..room].CopyTo(_samples.AsSpan(_filled));
            _filled += room;
            Position += room;
            samples = samples[room..];
            while (_frameAt + Parameters.FftSize <= _filled)
            {
                transform.Apply(_samples.AsSpan(_frameAt, Parameters.FftSize), _mel);
                frames.Append(_mel);
                NextFrame++;
                _frameAt += Parameters.HopLength;
            }
        }
    }

    /// <summary>After a gap: the unfinished frame is dropped, and the next one starts at the first multiple of the hop from <paramref name="position"/> on.</summary>
    /// <param name="position">Absolute position of the next sample; <see cref="Position"/> itself changes nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="position"/> lies before <see cref="Position"/>.</exception>
    public void SkipTo(long position)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(position, Position);
        if (position > Position)
        {
            Position = position;
            NextFrame = (position + Parameters.HopLength - 1) / Parameters.HopLength;
            _filled = 0;
            _frameAt = 0;
        }
    }

    private void Align(MelFrameBuffer frames)
    {
        var next = frames.NextFrame;
        if (next > NextFrame)
        {
            throw new InvalidOperationException($"The buffer expects frame {next}, the front end is at {NextFrame}.");
        }
        frames.SkipTo(NextFrame);
    }

    /// <summary>Drops the samples between a gap's end and the frame grid; elsewhere the next frame has already begun.</summary>
    private ReadOnlySpan<float> SkipToFrame(ReadOnlySpan<float> samples)
    {
        var early = (int)Math.Clamp((NextFrame * Parameters.HopLength) - Position, 0, samples.Length);
        Position += early;
        return samples[early..];
    }

    private int MakeRoom()
    {
        if (_filled == _samples.Length)
        {
            _samples.AsSpan(_frameAt, _filled - _frameAt).CopyTo(_samples);
            _filled -= _frameAt;
            _frameAt = 0;
        }
        return _samples.Length - _filled;
    }
}
