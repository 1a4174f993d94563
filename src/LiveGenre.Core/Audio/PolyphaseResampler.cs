using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MathNet.Numerics;

namespace LiveGenre.Core.Audio;

/// <summary>
/// Streaming sample-rate conversion between any two rates from 8 to 192 kHz. Alias and image rejection at least 80 dB;
/// flat within 0.1 dB to 0.4535 × the lower rate (10 kHz at 22,050 Hz). Output sample k sits at the time k / output rate
/// of the input, and any split of the input into blocks gives the same bits. Equal rates pass through. Not thread-safe.
/// </summary>
/// <remarks>Source: polyphase decomposition as in R. E. Crochiere and L. R. Rabiner, "Multirate Digital Signal Processing", 1983. The filter's arithmetic stands in <see cref="ResamplerFilter"/>.</remarks>
public sealed class PolyphaseResampler
{
    private const int SpareSamples = 2_048; // room for input before the history moves to the front

    private readonly int _up; // outputs a round: after it the phases come again
    private readonly int _down; // inputs a round
    private readonly ResamplerFilter? _filter;
    private readonly float[] _history = [];
    private readonly int _capacity; // of the history; behind it lies what taps of zero look at
    private int _filled;
    private int _next; // where in the history the round begins; where taps are interpolated, where the next output begins to look
    private int _index; // of the next output in its round; 0 where taps are interpolated
    private int _phase; // of the next output between input samples, in 1/_up, where taps are interpolated; else 0
    private bool _flushed;

    /// <summary>Designs the filter, or shares it with other resamplers of this ratio.</summary>
    /// <param name="inputRateHz">8,000 to 192,000.</param>
    /// <param name="outputRateHz">8,000 to 192,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate lies outside its range.</exception>
    public PolyphaseResampler(int inputRateHz, int outputRateHz)
    {
        ThrowIfUnsupported(inputRateHz, nameof(inputRateHz));
        ThrowIfUnsupported(outputRateHz, nameof(outputRateHz));
        var divisor = (int)Euclid.GreatestCommonDivisor(inputRateHz, outputRateHz);
        var rounds = outputRateHz / divisor < ResamplerFilter.Together ? ResamplerFilter.Together : 1; // taken as one
        _up = rounds * (outputRateHz / divisor);
        _down = rounds * (inputRateHz / divisor);
        if (_up != _down)
        {
            _filter = ResamplerFilter.For(_up, _down);
            LatencySamples = _filter.TapCount / 2;
            _capacity = _filter.Reach + (_filter.IsInterpolated ? 0 : 2 * _down) + SpareSamples;
            _history = new float[_capacity + _filter.Reach - _filter.TapCount];
        }
        Reset();
    }

    /// <summary>Input samples after an output's own time that must have arrived before it comes out; 0 for equal rates.</summary>
    public int LatencySamples { get; }

    /// <summary>Longest output of <see cref="Flush"/>, samples.</summary>
    public int MaxFlushOutput => MaxOutput(LatencySamples);

    /// <summary>Longest output that <paramref name="inputCount"/> samples can give, whatever came before them.</summary>
    public int MaxOutput(int inputCount) => checked((int)((((long)inputCount * _up) + _down - 1) / _down));

    /// <summary>Input samples that must still come for as many samples of output, and no more than come with the last of them.</summary>
    /// <param name="outputCount">1 or more.</param>
    /// <returns>0 or more.</returns>
    public int InputFor(int outputCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputCount, 1);
        return _filter is null
            ? outputCount
            : checked((int)Math.Max(0, _next + ((_phase + ((_index + outputCount - 1L) * _down)) / _up) + _filter.TapCount - _filled));
    }

    /// <summary>Takes the next block.</summary>
    /// <param name="input">Mono samples, any length.</param>
    /// <param name="output">At least <see cref="MaxOutput"/> of the input's length; must not overlap it.</param>
    /// <returns>Samples written to <paramref name="output"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="output"/> is too short.</exception>
    /// <exception cref="InvalidOperationException">The stream was flushed and not reset.</exception>
    public int Process(ReadOnlySpan<float> input, Span<float> output)
    {
        if (_flushed)
        {
            throw new InvalidOperationException("The resampler was flushed; call Reset before the next stream.");
        }
        ThrowIfShort(output, MaxOutput(input.Length));
        if (_filter is null)
        {
            input.CopyTo(output);
            return input.Length;
        }
        var written = 0;
        while (!input.IsEmpty)
        {
            var room = Math.Min(input.Length, MakeRoom());
            input[..room].CopyTo(_history.AsSpan(_filled));
            _filled += room;
            input = input[room..];
            written += Drain(_filter, output[written..], isLast: input.IsEmpty);
        }
        return written;
    }

    /// <summary>Ends the stream as if silence followed: n input samples have then given ⌈n · output rate / input rate⌉ of output.</summary>
    /// <param name="output">At least <see cref="MaxFlushOutput"/>.</param>
    /// <returns>Samples written to <paramref name="output"/>; 0 when already flushed.</returns>
    /// <exception cref="ArgumentException"><paramref name="output"/> is too short.</exception>
    public int Flush(Span<float> output)
    {
        ThrowIfShort(output, MaxFlushOutput);
        var written = 0;
        for (var owed = _flushed ? 0 : LatencySamples; owed > 0;)
        {
            var room = Math.Min(owed, MakeRoom());
            _history.AsSpan(_filled, room).Clear();
            _filled += room;
            owed -= room;
            written += Drain(_filter!, output[written..], isLast: owed == 0);
        }
        _flushed = true;
        return written;
    }

    /// <summary>Begins a new stream: the next input sample is sample 0 again.</summary>
    public void Reset()
    {
        // Silence before sample 0, so that the first output already sees a whole filter around it.
        _filled = Math.Max(0, LatencySamples - 1);
        _history.AsSpan(0, _filled).Clear();
        (_next, _index, _phase) = (0, 0, 0);
        _flushed = false;
    }

    private static void ThrowIfUnsupported(int rateHz, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rateHz, AudioFormat.MinSampleRateHz, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rateHz, AudioFormat.MaxSampleRateHz, name);
    }

    private static void ThrowIfShort(Span<float> output, int needed)
    {
        if (output.Length < needed)
        {
            throw new ArgumentException($"{needed} samples may come out and there is room for {output.Length}.", nameof(output));
        }
    }

    private int MakeRoom()
    {
        if (_filled == _capacity)
        {
            _history.AsSpan(_next, _filled - _next).CopyTo(_history);
            _filled -= _next;
            _next = 0;
        }
        return _capacity - _filled;
    }

    /// <summary>Computes the outputs that the history is enough for.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="output">Takes them.</param>
    /// <param name="isLast">Whether no more input follows at once. If some does, what is less than two rounds waits for it: two take little more than one.</param>
    private int Drain(ResamplerFilter filter, Span<float> output, bool isLast)
    {
        if (filter.IsInterpolated)
        {
            return DrainInterpolated(filter, output);
        }
        var written = 0;
        while (true)
        {
            if (_index == 0 && _next + (2 * _down) + filter.Reach <= _filled)
            {
                DrainTwoRounds(filter, output.Slice(written, 2 * _up));
                written += 2 * _up;
            }
            else if ((isLast || _index > 0) && CountReady(filter) is > 0 and var ready)
            {
                DrainFour(filter, output.Slice(written, ready));
                written += ready;
            }
            else
            {
                return written;
            }
        }
    }

    private int DrainInterpolated(ResamplerFilter filter, Span<float> output)
    {
        var written = 0;
        while (_next + filter.TapCount <= _filled)
        {
            output[written++] = InterpolatedDot(filter, _history.AsSpan(_next, filter.TapCount));
            (var whole, _phase) = Math.DivRem(_phase + _down, _up);
            _next += whole;
        }
        return written;
    }

    private void DrainTwoRounds(ResamplerFilter filter, Span<float> output)
    {
        Span<float> four = stackalloc float[2 * ResamplerFilter.Together];
        for (var at = 0; at < _up; at += ResamplerFilter.Together)
        {
            Dots(_history.AsSpan(_next + StartOf(at), _down + filter.Reach), _down, filter.Taps(at), four);
            var count = Math.Min(ResamplerFilter.Together, _up - at);
            four[..count].CopyTo(output[at..]);
            four.Slice(ResamplerFilter.Together, count).CopyTo(output[(_up + at)..]);
        }
        _next += 2 * _down;
    }

    /// <summary>The outputs of the current four that are ready; the others are computed in vain.</summary>
    private void DrainFour(ResamplerFilter filter, Span<float> output)
    {
        Span<float> four = stackalloc float[2 * ResamplerFilter.Together];
        var done = _index % ResamplerFilter.Together;
        Dots(_history.AsSpan(_next + StartOf(_index - done), filter.Reach), 0, filter.Taps(_index - done), four);
        four.Slice(done, output.Length).CopyTo(output);
        _index += output.Length;
        if (_index == _up)
        {
            (_index, _next) = (0, _next + _down);
        }
    }

    /// <summary>How many of the current four outputs have all their input.</summary>
    private int CountReady(ResamplerFilter filter)
    {
        var end = Math.Min(_up, _index - (_index % ResamplerFilter.Together) + ResamplerFilter.Together);
        var ready = _index;
        while (ready < end && _next + StartOf(ready) + filter.TapCount <= _filled)
        {
            ready++;
        }
        return ready - _index;
    }

    /// <summary>Where an output of a round begins to look, input samples from where the round does.</summary>
    private int StartOf(int index) => (int)((long)index * _down / _up);

    private float InterpolatedDot(ResamplerFilter filter, ReadOnlySpan<float> seen)
    {
        var (row, rest) = Math.DivRem((long)_phase * filter.PhaseCount, _up);
        var (before, after) = (Dot(seen, filter.Phase((int)row)), Dot(seen, filter.Phase((int)row + 1)));
        return before + ((float)rest / _up * (after - before));
    }

    // Our own, because the order of additions may depend on nothing but the length: that makes block splits exact.
    private static float Dot(ReadOnlySpan<float> samples, ReadOnlySpan<float> taps)
    {
        ref var x = ref MemoryMarshal.GetReference(samples);
        ref var h = ref MemoryMarshal.GetReference(taps);
        var (a, b) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (nuint at = 0; at < (nuint)samples.Length; at += 16)
        {
            a = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref x, at), Vector256.LoadUnsafe(ref h, at), a);
            b = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref x, at + 8), Vector256.LoadUnsafe(ref h, at + 8), b);
        }
        return Vector256.Sum(a + b);
    }

    /// <summary>
    /// Four neighbouring outputs, and the same four a round later: eight sums for six loads, where a sum by itself takes two.
    /// Each adds in the same order whatever stands beside it.
    /// </summary>
    /// <param name="samples">From the first output's first on.</param>
    /// <param name="apart">Samples to the later four; 0 computes the same twice.</param>
    /// <param name="taps">Of the four, <see cref="ResamplerFilter.Taps"/>.</param>
    /// <param name="sums">[8], the later four behind the others.</param>
    private static void Dots(ReadOnlySpan<float> samples, int apart, ReadOnlySpan<float> taps, Span<float> sums)
    {
        ref var x = ref MemoryMarshal.GetReference(samples);
        ref var y = ref Unsafe.Add(ref x, apart);
        ref var h = ref MemoryMarshal.GetReference(taps);
        var (a0, a1, a2, a3) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var (b0, b1, b2, b3) = (a0, a0, a0, a0);
        for (nuint at = 0; at < (nuint)taps.Length; at += 32)
        {
            var (here, later) = (Vector256.LoadUnsafe(ref x, at / 4), Vector256.LoadUnsafe(ref y, at / 4));
            var tap = Vector256.LoadUnsafe(ref h, at);
            a0 = Vector256.MultiplyAddEstimate(here, tap, a0);
            b0 = Vector256.MultiplyAddEstimate(later, tap, b0);
            tap = Vector256.LoadUnsafe(ref h, at + 8);
            a1 = Vector256.MultiplyAddEstimate(here, tap, a1);
            b1 = Vector256.MultiplyAddEstimate(later, tap, b1);
            tap = Vector256.LoadUnsafe(ref h, at + 16);
            a2 = Vector256.MultiplyAddEstimate(here, tap, a2);
            b2 = Vector256.MultiplyAddEstimate(later, tap, b2);
            tap = Vector256.LoadUnsafe(ref h, at + 24);
            a3 = Vector256.MultiplyAddEstimate(here, tap, a3);
            b3 = Vector256.MultiplyAddEstimate(later, tap, b3);
        }
        Vector256.Create(
            Vector256.Sum(a0), Vector256.Sum(a1), Vector256.Sum(a2), Vector256.Sum(a3),
            Vector256.Sum(b0), Vector256.Sum(b1), Vector256.Sum(b2), Vector256.Sum(b3)).CopyTo(sums);
    }
}
