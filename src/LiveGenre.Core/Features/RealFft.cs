using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LiveGenre.Core.Features;

/// <summary>
/// Discrete Fourier transform of real input, X[k] = Σ x[n]·exp(−2πi·k·n / size), unscaled. Samples go in and results
/// come out as float; between them it computes in double, so that what lies 100 dB below the loudest bin is still exact.
/// Holds its own workspace: one instance a thread.
/// </summary>
/// <remarks>
/// Half as many complex points are transformed, and a last pass takes the two halves apart. Source: C. Van Loan,
/// "Computational Frameworks for the Fast Fourier Transform", 1992, sections 1.7 (Stockham) and 4.3 (real data).
/// </remarks>
public sealed class RealFft
{
    private readonly FftTables _tables;
    private readonly PackedFft _packed;
    private readonly int _points;

    /// <summary>A transform without taper.</summary>
    /// <param name="size">Samples, a power of two from 32 to 65,536.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is something else.</exception>
    public RealFft(int size) : this(size, [])
    {
    }

    /// <summary>A transform that multiplies its input with a taper first.</summary>
    /// <param name="size">Samples, a power of two from 32 to 65,536.</param>
    /// <param name="taper">[size]; empty for none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is something else.</exception>
    /// <exception cref="ArgumentException"><paramref name="taper"/> has another length.</exception>
    public RealFft(int size, ReadOnlySpan<double> taper)
    {
        if (size is < 32 or > 65_536 || !BitOperations.IsPow2(size))
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "An FFT takes a power of two from 32 to 65536 samples.");
        }
        if (!taper.IsEmpty && taper.Length != size)
        {
            throw new ArgumentException($"A taper of {taper.Length} does not fit {size} samples.", nameof(taper));
        }
        Size = size;
        _points = size / 2;
        _tables = FftTables.For(size);
        _packed = new(_tables, _points, taper);
    }

    /// <summary>Samples that go in.</summary>
    public int Size { get; }

    /// <summary>Bins that come out: size / 2 + 1, from 0 Hz to half the sample rate.</summary>
    public int Bins => _points + 1;

    /// <summary>|X|² of each bin.</summary>
    /// <param name="input">[size].</param>
    /// <param name="power">[size / 2 + 1].</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    public void PowerSpectrum(ReadOnlySpan<float> input, Span<float> power)
    {
        ThrowIfNot(Size, input.Length, nameof(input));
        ThrowIfNot(Bins, power.Length, nameof(power));
        _packed.Transform(input);
        var (sum, difference) = (_packed.Real[0] + _packed.Imaginary[0], _packed.Real[0] - _packed.Imaginary[0]);
        power[0] = (float)(sum * sum);
        power[_points] = (float)(difference * difference);
        ref var output = ref MemoryMarshal.GetReference(power);
        for (var bin = 1; bin <= _points / 2; bin += ComplexVector.Count)
        {
            var start = FirstOfVector(bin);
            Join(start, out var low, out var high);
            Store(ref output, start, low.Power, high.Power);
        }
    }

    /// <summary>Real and imaginary part of each bin.</summary>
    /// <param name="input">[size].</param>
    /// <param name="real">[size / 2 + 1].</param>
    /// <param name="imaginary">[size / 2 + 1].</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    public void Forward(ReadOnlySpan<float> input, Span<float> real, Span<float> imaginary)
    {
        ThrowIfNot(Size, input.Length, nameof(input));
        ThrowIfNot(Bins, real.Length, nameof(real));
        ThrowIfNot(Bins, imaginary.Length, nameof(imaginary));
        _packed.Transform(input);
        (real[0], imaginary[0]) = ((float)(_packed.Real[0] + _packed.Imaginary[0]), 0);
        (real[_points], imaginary[_points]) = ((float)(_packed.Real[0] - _packed.Imaginary[0]), 0);
        for (var bin = 1; bin <= _points / 2; bin += ComplexVector.Count)
        {
            var start = FirstOfVector(bin);
            Join(start, out var low, out var high);
            Store(ref MemoryMarshal.GetReference(real), start, low.Real, high.Real);
            Store(ref MemoryMarshal.GetReference(imaginary), start, low.Imaginary, high.Imaginary);
        }
    }

    /// <summary>Bins come in fours from 1 to points / 2; the last four overlap those before them.</summary>
    private int FirstOfVector(int bin) => Math.Min(bin, (_points / 2) + 1 - ComplexVector.Count);

    /// <summary>
    /// Bins k … k + 3 in <paramref name="low"/>, and points − k, … points − k − 3, in that order, in <paramref name="high"/>.
    /// With Z the packed transform, E = (Z[k] + Z*[points − k]) / 2 is that of the even and O = −i·(Z[k] − Z*[points − k]) / 2
    /// that of the odd samples; X[k] = E + w^k·O and X[points − k] = (E − w^k·O)*.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Join(int k, out ComplexVector low, out ComplexVector high)
    {
        ref var real = ref MemoryMarshal.GetReference(_packed.Real);
        ref var imaginary = ref MemoryMarshal.GetReference(_packed.Imaginary);
        var ascending = ComplexVector.Load(ref real, ref imaginary, k);
        var descending = ComplexVector.Load(ref real, ref imaginary, _points - k - (ComplexVector.Count - 1));
        var mirrored = new ComplexVector(Reverse(descending.Real), -Reverse(descending.Imaginary));
        var half = Vector256.Create(0.5);
        var sum = ascending + mirrored;
        var even = new ComplexVector(half * sum.Real, half * sum.Imaginary);
        var turned = (ascending - mirrored).TimesMinusI;
        var odd = new ComplexVector(half * turned.Real, half * turned.Imaginary) * _tables.Join.Load(k);
        low = even + odd;
        high = new(even.Real - odd.Real, odd.Imaginary - even.Imaginary);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(ref float output, int k, Vector256<double> low, Vector256<double> high)
    {
        var both = Vector256.Narrow(low, Reverse(high));
        both.GetLower().StoreUnsafe(ref output, (nuint)k);
        both.GetUpper().StoreUnsafe(ref output, (nuint)(_points - k - (ComplexVector.Count - 1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Reverse(Vector256<double> v) => Vector256.Shuffle(v, Vector256.Create(3L, 2, 1, 0));

    private static void ThrowIfNot(int expected, int length, string name)
    {
        if (length != expected)
        {
            throw new ArgumentException($"Length {length}, expected {expected}.", name);
        }
    }
}
