using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LiveGenre.Core.Features;

/// <summary>Four complex numbers, real and imaginary parts apart.</summary>
internal readonly struct ComplexVector(Vector256<double> real, Vector256<double> imaginary)
{
    public const int Count = 4;

    public readonly Vector256<double> Real = real;

    public readonly Vector256<double> Imaginary = imaginary;

    /// <summary>Each times −i.</summary>
    public ComplexVector TimesMinusI
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Imaginary, -Real);
    }

    /// <summary>|z|² of each.</summary>
    public Vector256<double> Power
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.MultiplyAddEstimate(Real, Real, Imaginary * Imaginary);
    }

    /// <summary>The same number four times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexVector Repeat(double real, double imaginary) => new(Vector256.Create(real), Vector256.Create(imaginary));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexVector Load(ref double real, ref double imaginary, int at) =>
        new(Vector256.LoadUnsafe(ref real, (nuint)at), Vector256.LoadUnsafe(ref imaginary, (nuint)at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref double real, ref double imaginary, int at)
    {
        Real.StoreUnsafe(ref real, (nuint)at);
        Imaginary.StoreUnsafe(ref imaginary, (nuint)at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexVector operator +(ComplexVector a, ComplexVector b) => new(a.Real + b.Real, a.Imaginary + b.Imaginary);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexVector operator -(ComplexVector a, ComplexVector b) => new(a.Real - b.Real, a.Imaginary - b.Imaginary);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexVector operator *(ComplexVector a, ComplexVector b) => new(
        Vector256.MultiplyAddEstimate(a.Real, b.Real, -(a.Imaginary * b.Imaginary)),
        Vector256.MultiplyAddEstimate(a.Real, b.Imaginary, a.Imaginary * b.Real));
}
