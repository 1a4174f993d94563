using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LiveGenre.Core.Features;

/// <summary>The roots of unity that a <see cref="RealFft"/> of one size multiplies with. Immutable, shared by all of that size.</summary>
internal sealed class FftTables
{
    private static readonly SharedTables<int, FftTables> BySize = new(size => new(size));

    private FftTables(int size)
    {
        var passes = new List<Pass>();
        for (var length = size / 2; length >= 4; length /= 4)
        {
            passes.Add(new(length));
        }
        Passes = [.. passes];
        Join = new((size / 4) + 1, 1.0 / size);
    }

    /// <summary>Radix-4 passes over ever shorter sub-transforms. A factor of two that may remain needs no roots.</summary>
    public Pass[] Passes { get; }

    /// <summary>exp(−2πi·k / size), k = 0 … size / 4.</summary>
    public Roots Join { get; }

    /// <summary>The tables for a real transform of <paramref name="size"/> samples.</summary>
    public static FftTables For(int size) => BySize.For(size);

    /// <summary>Powers 1, 2 and 3 of w^p for p = 0 … <paramref name="length"/> / 4 − 1, with w = exp(−2πi / length).</summary>
    internal sealed class Pass(int length)
    {
        public int Quarter { get; } = length / 4;

        public Roots First { get; } = new(length / 4, 1.0 / length);

        public Roots Second { get; } = new(length / 4, 2.0 / length);

        public Roots Third { get; } = new(length / 4, 3.0 / length);
    }

    /// <summary>exp(−2πi·k·step) for k = 0 … count − 1.</summary>
    internal sealed class Roots
    {
        private readonly double[] _real;
        private readonly double[] _imaginary;

        public Roots(int count, double step)
        {
            (_real, _imaginary) = (new double[count], new double[count]);
            for (var k = 0; k < count; k++)
            {
                var root = Complex.FromPolarCoordinates(1, -2 * Math.PI * step * k);
                (_real[k], _imaginary[k]) = (root.Real, root.Imaginary);
            }
        }

        /// <summary>Roots k to k + 3.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ComplexVector Load(int k) =>
            ComplexVector.Load(ref MemoryMarshal.GetArrayDataReference(_real), ref MemoryMarshal.GetArrayDataReference(_imaginary), k);

        /// <summary>Root k four times.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ComplexVector Repeat(int k) => ComplexVector.Repeat(_real[k], _imaginary[k]);
    }
}
