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
/// Every output of a round has its own taps where that needs at most 2^18 of them (all common pairs). For others, 191,999 → 22,050
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
    private const int TapsPerStep = 2 * Lanes; // what the dot product of one output takes at once
    private const int Lanes = 8; // floats of a vector

    /// <summary>Outputs that are computed at once.</summary>
    public const int Together = 4;

    private static readonly SharedTables<(int Up, int Down), ResamplerFilter> Designs = new(ratio => new(ratio.Up, ratio.Down));

    private readonly float[] _taps;

    private ResamplerFilter(int up, int down)
    {
        var inputPerLower = Math.Max(1.0, (double)down / up);
        var periods = (RejectionDb - 7.95) / (2.285 * 2 * Math.PI * (StopbandEdge - PassbandEdge));
        TapCount = TapsPerStep * (int)Math.Ceiling(periods * inputPerLower / TapsPerStep);
        IsInterpolated = (long)up * TapCount > MaxTableLength;
        PhaseCount = IsInterpolated ? (int)Math.Ceiling(PhasesPerZeroCrossing / inputPerLower) : up;

        var cutoff = (PassbandEdge + StopbandEdge) / inputPerLower; // of the input's Nyquist frequency
        var row = new double[TapCount];
        if (IsInterpolated)
        {
            Reach = TapCount;
            _taps = new float[(PhaseCount + 1) * TapCount]; // the last phase is interpolated towards the next sample's first
            for (var phase = 0; phase <= PhaseCount; phase++)
            {
                DesignPhase((double)phase / PhaseCount, cutoff, row);
                for (var tap = 0; tap < TapCount; tap++)
                {
                    _taps[(phase * TapCount) + tap] = (float)row[tap];
                }
            }
            return;
        }
        // From where the first of four begins to where the last ends.
        var span = TapCount + (int)Math.Ceiling((Together - 1) * (double)down / up);
        Reach = (span + Lanes - 1) / Lanes * Lanes;
        _taps = new float[(up + Together - 1) / Together * Together * Reach];
        for (var output = 0; output < up; output++)
        {
            var (first, place) = (output - (output % Together), output % Together);
            var late = (int)(((long)output * down / up) - ((long)first * down / up));
            DesignPhase((double)((long)output * down % up) / up, cutoff, row);
            for (var tap = 0; tap < TapCount; tap++)
            {
                var (vector, lane) = Math.DivRem(late + tap, Lanes);
                _taps[(first * Reach) + (((vector * Together) + place) * Lanes) + lane] = (float)row[tap];
            }
        }
    }

    /// <summary>Taps a phase, a multiple of 16; an output sample sees as many input samples.</summary>
    public int TapCount { get; }

    /// <summary>Phases that an input period is divided into.</summary>
    public int PhaseCount { get; }

    /// <summary>Whether phases lie between those of the table.</summary>
    public bool IsInterpolated { get; }

    /// <summary>The filter for an output of <paramref name="up"/> samples, at least 4, for each <paramref name="down"/> of input: a round.</summary>
    public static ResamplerFilter For(int up, int down) => Designs.For((up, down));

    /// <summary>Input samples that <see cref="Taps"/> reach over; as many as <see cref="TapCount"/> where taps are interpolated.</summary>
    public int Reach { get; }

    /// <summary>
    /// Taps of four outputs of a round, 8 of the first, 8 of the second and so on, then their next 8: [<see cref="Reach"/> × 4].
    /// All four begin with the first one's oldest input sample, and are 0 where an output has no tap.
    /// </summary>
    /// <param name="output">The first of them, a multiple of 4.</param>
    public ReadOnlySpan<float> Taps(int output) => _taps.AsSpan(output * Reach, Together * Reach);

    /// <summary>Taps [<see cref="TapCount"/>] of a phase, where they are interpolated; the first belongs to the oldest input sample.</summary>
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
