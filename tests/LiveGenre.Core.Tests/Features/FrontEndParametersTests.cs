using LiveGenre.Core.Features;

namespace LiveGenre.Core.Tests.Features;

public sealed class FrontEndParametersTests
{
    public static TheoryData<string, FrontEndParameters> Impossible => new()
    {
        { "SampleRateHz", FrontEnds.Standard with { SampleRateHz = 7_999 } },
        { "SampleRateHz", FrontEnds.Standard with { SampleRateHz = 192_001 } },
        { "FftSize", FrontEnds.Standard with { FftSize = 2_000 } },
        { "FftSize", FrontEnds.Standard with { FftSize = 16 } },
        { "FftSize", FrontEnds.Standard with { FftSize = 131_072 } },
        { "HopLength", FrontEnds.Standard with { HopLength = 0 } },
        { "HopLength", FrontEnds.Standard with { HopLength = 2_049 } },
        { "MelBands", FrontEnds.Standard with { MelBands = 0 } },
        { "MelBands", FrontEnds.Standard with { MelBands = 1_025 } },
        { "MinFrequencyHz", FrontEnds.Standard with { MinFrequencyHz = -1 } },
        { "MaxFrequencyHz", FrontEnds.Standard with { MaxFrequencyHz = 11_026 } },
        { "MaxFrequencyHz", FrontEnds.Standard with { MinFrequencyHz = 500, MaxFrequencyHz = 500 } },
        { "FloorPower", FrontEnds.Standard with { FloorPower = 0 } },
        { "FloorPower", FrontEnds.Standard with { FloorPower = float.NaN } },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Validate_ValueOutsideItsRange_NamesIt(string name, FrontEndParameters parameters)
    {
        var error = Assert.Throws<ArgumentException>(parameters.Validate);

        Assert.Equal(name, error.ParamName);
        Assert.Contains("allowed", error.Message);
        Assert.Throws<ArgumentException>(() => new LogMelFrontEnd(parameters));
    }

    [Fact]
    public void Validate_LibrosasDefaults_Passes() => FrontEnds.Standard.Validate();
}
