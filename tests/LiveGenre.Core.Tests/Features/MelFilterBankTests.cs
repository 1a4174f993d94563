using FsCheck.Fluent;
using LiveGenre.Core.Features;

namespace LiveGenre.Core.Tests.Features;

public sealed class MelFilterBankTests
{
    [Fact]
    public void CentresHz_OfLibrosasDefaults_AreWhereTheBandsPeak()
    {
        var parameters = FrontEnds.Standard;
        var centres = MelFilterBank.CentresHz(parameters);
        var (bank, power, mel) = (new MelFilterBank(parameters), new float[(parameters.FftSize / 2) + 1], new float[parameters.MelBands]);

        Assert.Equal(parameters.MelBands, centres.Length);
        // High bands are wider than bins: what sounds at a centre is loudest in its band.
        for (var band = 64; band < centres.Length; band++)
        {
            Array.Clear(power);
            power[(int)MathF.Round(centres[band] * parameters.FftSize / parameters.SampleRateHz)] = 1;
            bank.Apply(power, mel);
            Assert.Equal(band, Array.IndexOf(mel, mel.Max()));
        }
        Assert.InRange(centres[0], 20, 30); // 11,025 Hz is 49.9 mel; 49.9 / 129 mel is 25.8 Hz
        Assert.InRange(centres[^1], 10_000, 11_025);
    }

    [Fact]
    public void Apply_OneBin_FeedsItsTwoBandsWithItsTriangles()
    {
        // Bin 500 is 5383.3 Hz. Edges are 49.91 / 129 mel apart.
        var (bank, mel) = (new MelFilterBank(FrontEnds.Standard), new float[128]);
        var power = new float[1_025];
        power[500] = 3;

        bank.Apply(power, mel);

        var step = SlaneyMelScale.FromHz(11_025) / 129;
        double Edge(int i) => SlaneyMelScale.ToHz(i * step);
        var hz = 500 * 22_050.0 / 2_048;
        var below = (int)(SlaneyMelScale.FromHz(hz) / step); // the edge below: peak of band below − 1
        for (var band = 0; band < 128; band++)
        {
            var expected = band == below - 1 ? (Edge(below + 1) - hz) / (Edge(below + 1) - Edge(below)) * 2 / (Edge(below + 1) - Edge(below - 1))
                : band == below ? (hz - Edge(below)) / (Edge(below + 1) - Edge(below)) * 2 / (Edge(below + 2) - Edge(below))
                : 0;
            Assert.Equal(3 * expected, mel[band], 1e-8);
        }
    }

    [Fact]
    public void Apply_WhiteSpectrum_GivesWideBandsUnitAreaInHz()
    {
        var (bank, mel, power) = (new MelFilterBank(FrontEnds.Standard), new float[128], new float[1_025]);
        Array.Fill(power, 22_050f / 2_048); // 1 a Hz

        bank.Apply(power, mel);

        for (var band = 60; band < 128; band++)
        {
            Assert.Equal(1, mel[band], 0.01);
        }
    }

    [Fact]
    public void Apply_AnyParameters_EqualsTheDefinitionBinByBin()
    {
        var sizes = Gen.Elements(32, 64, 512, 2_048).ToArbitrary();
        Prop.ForAll(sizes, Gen.Choose(1, 16).ToArbitrary(), Gen.Choose(0, 3_000).ToArbitrary(), (size, bands, low) =>
        {
            var parameters = new FrontEndParameters(8_000, size, size / 4, bands, low, low + 1_000, 1e-10f);
            var (power, mel) = (Signals.Noise((size / 2) + 1, seed: size).Select(x => x * x).ToArray(), new float[bands]);

            new MelFilterBank(parameters).Apply(power, mel);

            var (first, last) = (SlaneyMelScale.FromHz(low), SlaneyMelScale.FromHz(low + 1_000));
            double Edge(int i) => SlaneyMelScale.ToHz(first + ((last - first) * i / (bands + 1)));
            for (var band = 0; band < bands; band++)
            {
                var (left, peak, right) = (Edge(band), Edge(band + 1), Edge(band + 2));
                var expected = 0.0;
                for (var bin = 0; bin <= size / 2; bin++)
                {
                    var hz = bin * 8_000.0 / size;
                    expected += power[bin] * 2 / (right - left) * Math.Max(0, Math.Min((hz - left) / (peak - left), (right - hz) / (right - peak)));
                }
                Assert.Equal(expected, mel[band], 1e-6 * Math.Max(1e-3, expected));
            }
        }).AssertHolds();
    }

    [Fact]
    public void Apply_SpectrumWithinALargerArray_ReadsNothingAroundIt()
    {
        var (bank, mel, array) = (new MelFilterBank(FrontEnds.Standard), new float[128], new float[1_025 + 64]);
        Array.Fill(array, float.NaN); // which no weight, not even 0, would hide
        array.AsSpan(32, 1_025).Fill(1);

        bank.Apply(array.AsSpan(32, 1_025), mel);

        Assert.All(mel, value => Assert.InRange(value, 0.05f, 1));
    }

    [Fact]
    public void Apply_WrongLengths_Throws()
    {
        var bank = new MelFilterBank(FrontEnds.Standard);

        Assert.Throws<ArgumentException>(() => bank.Apply(new float[1_024], new float[128]));
        Assert.Throws<ArgumentException>(() => bank.Apply(new float[1_025], new float[127]));
    }

    [Fact]
    public void Apply_InSteadyState_AllocatesNothing()
    {
        var (bank, power, mel) = (new MelFilterBank(FrontEnds.Standard), new float[1_025], new float[128]);
        Allocations.AssertNone(() => bank.Apply(power, mel));
    }
}
