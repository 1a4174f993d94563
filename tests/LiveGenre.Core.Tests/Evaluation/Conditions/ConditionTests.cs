using LiveGenre.Core.Evaluation.Conditions;

namespace LiveGenre.Core.Tests.Evaluation.Conditions;

public sealed class ConditionTests
{
    private const int SampleRateHz = 22_050;

    [Theory]
    [InlineData(1_000, 0)]
    [InlineData(7_000, 0)]
    [InlineData(50, -24)] // an octave below
    [InlineData(25, -48)]
    [InlineData(10_000, -7.7)] // 0.32 octaves above
    public void BandLimit_Sine_FallsByTwentyFourDecibelsAnOctaveBeyondTheEdges(double hz, double expectedDb) =>
        Assert.Equal(expectedDb, GainDb(new BandLimit(100, 8_000, SampleRateHz).Apply(Sine(hz)), Sine(hz)), 0.5);

    [Fact]
    public void BandLimit_SineWithinTheBand_IsNeitherDelayedNorChanged()
    {
        var sine = Sine(1_000);

        var filtered = new BandLimit(100, 8_000, SampleRateHz).Apply(sine);

        Assert.Equal(sine.Length, filtered.Length);
        for (var at = 5_000; at < 40_000; at++)
        {
            Assert.Equal(sine[at], filtered[at], 1e-3f);
        }
    }

    [Theory]
    [InlineData(0, 8_000)]
    [InlineData(100, 100)]
    public void BandLimit_EdgesOutOfOrder_Throws(double low, double high) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BandLimit(low, high, SampleRateHz));

    [Fact]
    public void RoomMicrophone_Click_IsFollowedByATailThatFallsSixtyDecibelsInHalfASecond()
    {
        var click = new float[SampleRateHz];
        click[1_000] = 1;

        var heard = new RoomMicrophone(SampleRateHz).Apply(click);

        // The tail's slope, from 50 to 250 ms after the click, in slices of 50 ms: 120 dB/s. Noise lies under it.
        var (early, late) = (PowerDb(heard, 1_000 + 1_102, 1_102), PowerDb(heard, 1_000 + 5_512, 1_102));
        Assert.InRange(early - late, 12, 36); // 24 dB ± what 50 ms of noise scatter
        Assert.Equal(heard, new RoomMicrophone(SampleRateHz).Apply(click)); // the same room every time
    }

    [Fact]
    public void RoomMicrophone_Music_KeepsItsLevelAndGetsNoiseTwentyDecibelsBelow()
    {
        // A second of sound, then a second of nothing, at whose end the tail has fallen by more than 60 dB.
        var random = new Random(1);
        float[] sound = [.. Enumerable.Range(0, 2 * SampleRateHz).Select(at => at < SampleRateHz ? (float)(random.NextDouble() - 0.5) : 0)];

        var heard = new RoomMicrophone(SampleRateHz).Apply(sound);

        Assert.Equal(0, PowerDb(heard, 5_000, 15_000) - PowerDb(sound, 5_000, 15_000), 2.5); // 1.4 dB lie above 8 kHz
        Assert.Equal(-20 - 1.4, PowerDb(heard, 38_000, 5_000) - PowerDb(sound, 0, sound.Length), 1.0);
    }

    [Fact]
    public void TelephoneLine_OutsideTheBand_IsGone()
    {
        var line = new TelephoneLine(SampleRateHz);

        Assert.Equal(0, GainDb(line.Apply(Sine(1_000)), Sine(1_000)), 0.5);
        Assert.InRange(GainDb(line.Apply(Sine(6_000)), Sine(6_000)), -400, -40);
        Assert.InRange(GainDb(line.Apply(Sine(75)), Sine(75)), -60, -40); // two octaves below
        Assert.Equal(Sine(1_000).Length, line.Apply(Sine(1_000)).Length);
    }

    [Fact]
    public void AmReceiver_Sine_LosesTheTrebleAndGetsNoise()
    {
        var radio = new AmReceiver(SampleRateHz);

        Assert.Equal(0, GainDb(radio.Apply(Sine(1_000)), Sine(1_000)), 0.5);
        Assert.InRange(GainDb(radio.Apply(Sine(9_000)), Sine(9_000)), -30, -20); // an octave above, and some noise
        Assert.InRange(PowerDb(new BandLimit(2_000, 4_000, SampleRateHz).Apply(radio.Apply(Sine(500))), 5_000, 30_000) - PowerDb(Sine(500), 5_000, 30_000), -36, -28);
    }

    private static float[] Sine(double hz) =>
        [.. Enumerable.Range(0, 2 * SampleRateHz).Select(at => (float)(0.3 * Math.Sin(2 * Math.PI * hz * at / SampleRateHz)))];

    private static double GainDb(float[] after, float[] before) => PowerDb(after, 10_000, 24_000) - PowerDb(before, 10_000, 24_000);

    private static double PowerDb(float[] samples, int start, int count) =>
        10 * Math.Log10(samples.AsSpan(start, count).ToArray().Average(sample => (double)sample * sample) + 1e-30);
}
