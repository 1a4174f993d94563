using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LiveGenre.Core.Features;

/// <summary>
/// The complex half of a <see cref="RealFft"/>: even samples are taken as real and odd samples as imaginary parts, and
/// transformed by Stockham's self-sorting algorithm, in passes of radix 4 between two workspaces.
/// </summary>
internal sealed class PackedFft
{
    private readonly FftTables.Pass[] _passes;
    private readonly double[] _taperEven; // [points]
    private readonly double[] _taperOdd; // [points]
    private double[] _real; // [points], as are the next three
    private double[] _imaginary;
    private double[] _spareReal;
    private double[] _spareImaginary;

    /// <summary>A transform of at least 16 points, a power of two; <paramref name="taper"/> is [2 · points] or empty.</summary>
    public PackedFft(FftTables tables, int points, ReadOnlySpan<double> taper)
    {
        _passes = tables.Passes;
        (_taperEven, _taperOdd) = (new double[points], new double[points]);
        for (var point = 0; point < points; point++)
        {
            _taperEven[point] = taper.IsEmpty ? 1 : taper[2 * point];
            _taperOdd[point] = taper.IsEmpty ? 1 : taper[(2 * point) + 1];
        }
        (_real, _imaginary) = (new double[points], new double[points]);
        (_spareReal, _spareImaginary) = (new double[points], new double[points]);
    }

    /// <summary>Real parts of the last result, [points].</summary>
    public ReadOnlySpan<double> Real => _real;

    /// <summary>Imaginary parts of the last result, [points].</summary>
    public ReadOnlySpan<double> Imaginary => _imaginary;

    /// <summary>Transforms [2 · points] real samples.</summary>
    public void Transform(ReadOnlySpan<float> input)
    {
        FirstPass(_passes[0], input);
        var stride = 4;
        foreach (var pass in _passes.AsSpan(1))
        {
            if (pass.Quarter > 1)
            {
                MiddlePass(pass, stride);
            }
            else
            {
                LastPassOfFour(stride);
            }
            stride *= 4;
        }
        if (stride < _real.Length)
        {
            LastPassOfTwo(stride);
        }
    }

    /// <summary>Packs, tapers, and joins points a quarter apart; the results of four neighbours are woven together.</summary>
    private void FirstPass(FftTables.Pass pass, ReadOnlySpan<float> input)
    {
        ref var samples = ref MemoryMarshal.GetReference(input);
        ref var real = ref MemoryMarshal.GetArrayDataReference(_real);
        ref var imaginary = ref MemoryMarshal.GetArrayDataReference(_imaginary);
        var quarter = pass.Quarter;
        for (var p = 0; p < quarter; p += ComplexVector.Count)
        {
            Butterfly(
                LoadTapered(ref samples, p),
                LoadTapered(ref samples, p + quarter),
                LoadTapered(ref samples, p + (2 * quarter)),
                LoadTapered(ref samples, p + (3 * quarter)),
                out var y0, out var y1, out var y2, out var y3);
            y1 *= pass.First.Load(p);
            y2 *= pass.Second.Load(p);
            y3 *= pass.Third.Load(p);
            StoreWoven(ref real, 4 * p, y0.Real, y1.Real, y2.Real, y3.Real);
            StoreWoven(ref imaginary, 4 * p, y0.Imaginary, y1.Imaginary, y2.Imaginary, y3.Imaginary);
        }
    }

    /// <summary>Joins points a quarter apart; <paramref name="stride"/> sub-transforms lie side by side, so that vectors run across them.</summary>
    private void MiddlePass(FftTables.Pass pass, int stride)
    {
        ref var real = ref MemoryMarshal.GetArrayDataReference(_real);
        ref var imaginary = ref MemoryMarshal.GetArrayDataReference(_imaginary);
        ref var nextReal = ref MemoryMarshal.GetArrayDataReference(_spareReal);
        ref var nextImaginary = ref MemoryMarshal.GetArrayDataReference(_spareImaginary);
        var apart = stride * pass.Quarter;
        for (var p = 0; p < pass.Quarter; p++)
        {
            var (w1, w2, w3) = (pass.First.Repeat(p), pass.Second.Repeat(p), pass.Third.Repeat(p));
            var (from, to) = (stride * p, 4 * stride * p);
            for (var end = from + stride; from < end; from += ComplexVector.Count, to += ComplexVector.Count)
            {
                Butterfly(
                    ComplexVector.Load(ref real, ref imaginary, from),
                    ComplexVector.Load(ref real, ref imaginary, from + apart),
                    ComplexVector.Load(ref real, ref imaginary, from + (2 * apart)),
                    ComplexVector.Load(ref real, ref imaginary, from + (3 * apart)),
                    out var y0, out var y1, out var y2, out var y3);
                y0.Store(ref nextReal, ref nextImaginary, to);
                (y1 * w1).Store(ref nextReal, ref nextImaginary, to + stride);
                (y2 * w2).Store(ref nextReal, ref nextImaginary, to + (2 * stride));
                (y3 * w3).Store(ref nextReal, ref nextImaginary, to + (3 * stride));
            }
        }
        Swap();
    }

    /// <summary>The last pass of a power of four: no roots are left to multiply with, and each point stays in its place.</summary>
    private void LastPassOfFour(int stride)
    {
        ref var real = ref MemoryMarshal.GetArrayDataReference(_real);
        ref var imaginary = ref MemoryMarshal.GetArrayDataReference(_imaginary);
        for (var at = 0; at < stride; at += ComplexVector.Count)
        {
            Butterfly(
                ComplexVector.Load(ref real, ref imaginary, at),
                ComplexVector.Load(ref real, ref imaginary, at + stride),
                ComplexVector.Load(ref real, ref imaginary, at + (2 * stride)),
                ComplexVector.Load(ref real, ref imaginary, at + (3 * stride)),
                out var y0, out var y1, out var y2, out var y3);
            y0.Store(ref real, ref imaginary, at);
            y1.Store(ref real, ref imaginary, at + stride);
            y2.Store(ref real, ref imaginary, at + (2 * stride));
            y3.Store(ref real, ref imaginary, at + (3 * stride));
        }
    }

    /// <summary>The last pass where a factor of two remains.</summary>
    private void LastPassOfTwo(int stride)
    {
        ref var real = ref MemoryMarshal.GetArrayDataReference(_real);
        ref var imaginary = ref MemoryMarshal.GetArrayDataReference(_imaginary);
        for (var at = 0; at < stride; at += ComplexVector.Count)
        {
            var a = ComplexVector.Load(ref real, ref imaginary, at);
            var b = ComplexVector.Load(ref real, ref imaginary, at + stride);
            (a + b).Store(ref real, ref imaginary, at);
            (a - b).Store(ref real, ref imaginary, at + stride);
        }
    }

    private void Swap()
    {
        (_real, _spareReal) = (_spareReal, _real);
        (_imaginary, _spareImaginary) = (_spareImaginary, _imaginary);
    }

    /// <summary>A discrete Fourier transform of four points, in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly(
        ComplexVector a, ComplexVector b, ComplexVector c, ComplexVector d,
        out ComplexVector y0, out ComplexVector y1, out ComplexVector y2, out ComplexVector y3)
    {
        var (sumAc, differenceAc) = (a + c, a - c);
        var (sumBd, turnedBd) = (b + d, (b - d).TimesMinusI);
        y0 = sumAc + sumBd;
        y1 = differenceAc + turnedBd;
        y2 = sumAc - sumBd;
        y3 = differenceAc - turnedBd;
    }

    /// <summary>Four points from eight samples: even ones real, odd ones imaginary.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ComplexVector LoadTapered(ref float samples, int point)
    {
        var sorted = Vector256.Shuffle(Vector256.LoadUnsafe(ref samples, (nuint)(2 * point)), Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7));
        var (even, odd) = Vector256.Widen(sorted);
        return new(
            even * Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_taperEven), (nuint)point),
            odd * Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_taperOdd), (nuint)point));
    }

    /// <summary>Stores a[0], b[0], c[0], d[0], a[1], … d[3].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreWoven(ref double target, int at, Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double> d)
    {
        var (abEven, abOdd) = (Pair(a, b, 0), Pair(a, b, 1)); // a0 b0 a2 b2, a1 b1 a3 b3
        var (cdEven, cdOdd) = (Pair(c, d, 0), Pair(c, d, 1));
        Vector256.Create(abEven.GetLower(), cdEven.GetLower()).StoreUnsafe(ref target, (nuint)at);
        Vector256.Create(abOdd.GetLower(), cdOdd.GetLower()).StoreUnsafe(ref target, (nuint)at + 4);
        Vector256.Create(abEven.GetUpper(), cdEven.GetUpper()).StoreUnsafe(ref target, (nuint)at + 8);
        Vector256.Create(abOdd.GetUpper(), cdOdd.GetUpper()).StoreUnsafe(ref target, (nuint)at + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Pair(Vector256<double> a, Vector256<double> b, int odd) =>
        !Avx.IsSupported ? Vector256.Create(a[odd], b[odd], a[odd + 2], b[odd + 2])
        : odd == 0 ? Avx.UnpackLow(a, b)
        : Avx.UnpackHigh(a, b);
}
