namespace LiveGenre.Core.Features;

/// <summary>
/// Hz to mel and back on the scale of Slaney's Auditory Toolbox (1998), librosa's default: linear to 1 kHz at 3 mel per
/// 200 Hz, above it 27 steps for each factor of 6.4.
/// </summary>
public static class SlaneyMelScale
{
    private const double HzPerMel = 200.0 / 3;
    private const double BreakHz = 1_000;
    private const double BreakMel = BreakHz / HzPerMel; // 15
    private static readonly double LogStep = Math.Log(6.4) / 27;

    /// <summary>Mel of a frequency in Hz, 0 or more.</summary>
    public static double FromHz(double hz) => hz < BreakHz ? hz / HzPerMel : BreakMel + (Math.Log(hz / BreakHz) / LogStep);

    /// <summary>Frequency in Hz of a mel, 0 or more.</summary>
    public static double ToHz(double mel) => mel < BreakMel ? mel * HzPerMel : BreakHz * Math.Exp(LogStep * (mel - BreakMel));
}
