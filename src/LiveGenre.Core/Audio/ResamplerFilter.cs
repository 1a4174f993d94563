using MathNet.Numerics;

namespace LiveGenre.Core.Audio;

/// <summary>
/// The taps of a rational resampler: a Kaiser-windowed sinc, cut into phases. Immutable.
/// Source: J. F. Kaiser, "Nonrecursive digital filter design using the I0-sinh window function", 1974.
/// </summary>
/// <remarks>
/// With f the lower of the two rates, the passband ends at 10,000 / 22,050 · f and the stopband begins at f / 2, so that
/// nothing folds back at all. That is a transition of 0.04649 · f, and for 86 dB (80 and a margin) Kaiser's length is
/// (86 − 7.95) / (2.285 · 2π · 0.04649) = 117 periods of f; a filter for 48,000 → 22,050 Hz so has 2.18 · 117 ≈ 256 taps.
/// <para>
/// Every phase has its own taps where that needs at most 2^18 of them (all common pairs). For others, 191,999 → 22,050
/// for example, the taps of two neighbouring phases out of 512 a zero crossing are interpolated: an error of at most
/// π² / 3 / 512² / 8 of the main tap, −115 dB.
/// </para>
/// </remarks>
internal sealed class ResamplerFilter
{
    /// <summary>Upper edge of the passband as a fraction of the lower rate: 10 kHz at 22,050 Hz.</summary>
    public const double PassbandEdge = 10_000.0 / 22_050;

    private const double StopbandEdge = 0.5;
    private const double RejectionDb = 86;
    private const int MaxTableLength = 1 << 18; // 1 MiB of float
    private const int PhasesPerZeroCrossing = 512;
    private const int TapsPerStep = 32; // what the dot product takes at once

    private static readonly SharedTables<(int Up, int Down), ResamplerFilter> Designs = new(ratio => new(ratio.Up, ratio.Down));

    private readonly float[] _taps;

    private ResamplerFilter(int up, int down)
    {
        var inputPerLower = Math.Max(1.0, (double)down / up);
        var periods = (RejectionDb - 7.95) / (2.285 * 2 * Math.PI * (StopbandEdge - PassbandEdge));
        TapCount = TapsPerStep * (int)Math.Ceiling(periods * inputPerLower / TapsPerStep);
        IsInterpolated = (long)up * TapCount > MaxTableLength;
        PhaseCount = IsInterpolated ? (int)Math.Ceiling(PhasesPerZeroCrossing / inputPerLower) : up;

        var rows = PhaseCount + (IsInterpolated ? 1 : 0); // the last phase is interpolated towards the next sample's first
        _taps = new float[rows * TapCount];
        var cutoff = (PassbandEdge + StopbandEdge) / inputPerLower; // of the input's Nyquist frequency
        var row = new double[TapCount];
        for (var phase = 0; phase < rows; phase++)
        {
            DesignPhase((double)phase / PhaseCount, cutoff, row);
            for (var tap = 0; tap < TapCount; tap++)
            {
                _taps[(phase * TapCount) + tap] = (float)row[tap];
            }
        }
    }

    /// <summary>Taps a phase, a multiple of 32; an output sample sees as many input samples.</summary>
    public int TapCount { get; }

    /// <summary>Phases that an input period is divided into.</summary>
    public int PhaseCount { get; }

    /// <summary>Whether phases lie between those of the table.</summary>
    public bool IsInterpolated { get; }

    /// <summary>The filter for an output of <paramref name="up"/> samples for each <paramref name="down"/> of input, in lowest terms.</summary>
    public static ResamplerFilter For(int up, int down) => Designs.For((up, down));

    /// <summary>Taps [<see cref="TapCount"/>] of a phase; the first belongs to the oldest input sample.</summary>
    public ReadOnlySpan<float> Phase(int phase) => _taps.AsSpan(phase * TapCount, TapCount);

    private void DesignPhase(double fraction, double cutoff, double[] row)
    {
        const double Beta = 0.1102 * (RejectionDb - 8.7); // Kaiser's, for more than 50 dB
        var half = TapCount / 2;
        var gain = 0.0;
        for (var tap = 0; tap < row.Length; tap++)
        {
            // The output lies `fraction` after input sample half − 1 of those it sees.
            var distance = fraction + half - 1 - tap;
            var taper = SpecialFunctions.BesselI0(Beta * Math.Sqrt(Math.Max(0, 1 - (distance / half * (distance / half)))));
            row[tap] = Trig.Sinc(cutoff * distance) * taper;
            gain += row[tap];
        }
        for (var tap = 0; tap < row.Length; tap++)
        {
            row[tap] /= gain; // each phase passes a constant unchanged
        }
    }
}
