using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LiveGenre.Core.Features;

/// <summary>
/// Triangular mel filters of equal area, kept sparse: power spectrum in, mel power out. Immutable once made.
/// Source: librosa <c>filters.mel(htk=False, norm="slaney")</c>.
/// </summary>
/// <remarks>
/// With edges f₀ … f₍bands+1₎ spaced evenly in mel, band b rises from f_b to f_b+1, falls to f_b+2 and is scaled by
/// 2 / (f_b+2 − f_b). A band narrower than the bins may hold none and is then always 0.
/// </remarks>
public sealed class MelFilterBank
{
    private const int Lanes = 8;

    private readonly int _bins;
    private readonly int[] _firstBins; // [bands]
    private readonly int[] _weightStarts; // [bands + 1], into _weights
    private readonly float[] _weights; // the bands' weights one after the other, each padded with zeros to whole vectors

    /// <summary>Designs the filters in double precision.</summary>
    /// <exception cref="ArgumentException">The parameters contradict each other; the message says which.</exception>
    public MelFilterBank(FrontEndParameters parameters)
    {
        parameters.Validate();
        _bins = (parameters.FftSize / 2) + 1;
        Bands = parameters.MelBands;
        _firstBins = new int[Bands];
        _weightStarts = new int[Bands + 1];

        var edges = DesignEdges(parameters);
        var hzPerBin = (double)parameters.SampleRateHz / parameters.FftSize;
        var weights = new List<float>();
        for (var band = 0; band < Bands; band++)
        {
            var (low, peak, high) = (edges[band], edges[band + 1], edges[band + 2]);
            // Only bins strictly between the edges weigh anything: at most FftSize / 2 − 1, so the padding always fits.
            var first = (int)Math.Floor(low / hzPerBin) + 1;
            var end = Math.Max(first, (int)Math.Ceiling(high / hzPerBin));
            var padded = (end - first + Lanes - 1) / Lanes * Lanes;
            first = Math.Min(first, _bins - padded); // padding must not reach past the spectrum
            for (var bin = first; bin < first + padded; bin++)
            {
                var hz = bin * hzPerBin;
                var triangle = Math.Min((hz - low) / (peak - low), (high - hz) / (high - peak));
                weights.Add((float)(Math.Max(0, triangle) * 2 / (high - low)));
            }
            _firstBins[band] = first;
            _weightStarts[band + 1] = weights.Count;
        }
        _weights = [.. weights];
    }

    /// <summary>Mel bands.</summary>
    public int Bands { get; }

    /// <summary>Frequencies at which the bands weigh most, low to high.</summary>
    /// <returns>[MelBands], Hz.</returns>
    public static float[] CentresHz(FrontEndParameters parameters) =>
        Array.ConvertAll(DesignEdges(parameters)[1..^1], edge => (float)edge);

    /// <summary>Weighs a power spectrum.</summary>
    /// <param name="power">[FftSize / 2 + 1], linear.</param>
    /// <param name="mel">[<see cref="Bands"/>], linear, in the power's unit per Hz.</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    public void Apply(ReadOnlySpan<float> power, Span<float> mel)
    {
        if (power.Length != _bins || mel.Length != Bands)
        {
            throw new ArgumentException($"The filters take {_bins} bins to {Bands} bands, not {power.Length} to {mel.Length}.");
        }
        ref var spectrum = ref MemoryMarshal.GetReference(power);
        ref var weights = ref MemoryMarshal.GetArrayDataReference(_weights);
        for (var band = 0; band < mel.Length; band++)
        {
            var end = (nuint)_weightStarts[band + 1];
            var bin = (nuint)_firstBins[band];
            var sum = Vector256<float>.Zero;
            for (var at = (nuint)_weightStarts[band]; at < end; at += Lanes, bin += Lanes)
            {
                sum = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref weights, at), Vector256.LoadUnsafe(ref spectrum, bin), sum);
            }
            mel[band] = Vector256.Sum(sum);
        }
    }

    /// <summary>[bands + 2] edges in Hz, evenly spaced in mel.</summary>
    private static double[] DesignEdges(FrontEndParameters parameters)
    {
        var low = SlaneyMelScale.FromHz(parameters.MinFrequencyHz);
        var high = SlaneyMelScale.FromHz(parameters.MaxFrequencyHz);
        var edges = new double[parameters.MelBands + 2];
        for (var edge = 0; edge < edges.Length; edge++)
        {
            edges[edge] = SlaneyMelScale.ToHz(low + ((high - low) * edge / (edges.Length - 1)));
        }
        return edges;
    }
}
