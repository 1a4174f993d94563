using FsCheck.Fluent;
using LiveGenre.Core.Features;

namespace LiveGenre.Core.Tests.Features;

public sealed class LogMelFrontEndTests
{
    private const float ToleranceDb = 1e-3f;

    [Theory]
    [InlineData("plucked-chord")]
    [InlineData("loud-bass")]
    [InlineData("faint-noise")]
    [InlineData("clicks")]
    [InlineData("full-scale-sweep")]
    [InlineData("other-parameters")]
    public void Process_GoldenAudio_EqualsTheDefinition(string name)
    {
        var parameters = FrontEnds.Read(Fixture.PathOf("mel", $"{name}.json"));
        var (audio, _) = Fixture.ReadNpy(Fixture.PathOf("mel", $"{name}.audio.npy"));
        var (expected, shape) = Fixture.ReadNpy(Fixture.PathOf("mel", $"{name}.mel.npy"));

        var frames = FrontEnds.Frames(parameters, audio, [audio.Length]);

        Assert.Equal([shape[0], parameters.MelBands], shape);
        Assert.Equal(expected.Length, frames.Length);
        for (var at = 0; at < expected.Length; at++)
        {
            Assert.True(
                Math.Abs(expected[at] - frames[at]) < ToleranceDb,
                $"frame {at / parameters.MelBands}, band {at % parameters.MelBands}: {frames[at]} dB, expected {expected[at]}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(480)]
    [InlineData(512)]
    [InlineData(4_096)]
    [InlineData(0)]
    public void Process_AnyBlockSplit_GivesTheSameBits(int blockLength)
    {
        var audio = Signals.Noise(30_000, seed: 1);
        var expected = FrontEnds.Frames(FrontEnds.Standard, audio, [audio.Length]);

        var frames = FrontEnds.Frames(FrontEnds.Standard, audio, BlockSplits.Of(audio.Length, blockLength));

        Assert.Equal(((30_000 - 2_048) / 512) + 1, frames.Length / 128);
        Assert.True(expected.AsSpan().SequenceEqual(frames));
    }

    [Fact]
    public void Process_DigitalSilence_ReadsTheFloor() =>
        Assert.All(FrontEnds.Frames(FrontEnds.Standard, new float[4_096], [4_096]), value => Assert.Equal(-100, value, 1e-4f));

    [Fact]
    public void Process_Sine_IsLoudestInItsBand()
    {
        const double FrequencyHz = 1_000; // 15 mel; bands are centred 49.9 / 129 mel apart: the 38th, from 0, is at 15.09
        var frames = FrontEnds.Frames(FrontEnds.Standard, Signals.Sine(2_048, FrequencyHz, 22_050), [2_048]);

        Assert.Equal(38, Array.IndexOf(frames, frames.Max()));
    }

    [Fact]
    public void Process_TwiceTheAmplitude_ReadsSixDecibelsMore()
    {
        var quiet = FrontEnds.Frames(FrontEnds.Standard, Signals.Noise(2_048, seed: 2, amplitude: 0.25f), [2_048]);
        var loud = FrontEnds.Frames(FrontEnds.Standard, Signals.Noise(2_048, seed: 2, amplitude: 0.5f), [2_048]);

        for (var band = 0; band < 128; band++)
        {
            Assert.Equal(quiet[band] + 6.0206f, loud[band], 1e-4f);
        }
    }

    [Fact]
    public void SkipTo_WithinAHop_RestartsAtTheNextMultipleOfTheHop()
    {
        var (frontEnd, frames) = (new LogMelFrontEnd(FrontEnds.Standard), new MelFrameBuffer(128, 100));
        var audio = Signals.Noise(20_000, seed: 3);

        frontEnd.Process(audio.AsSpan(0, 3_000), frames);
        Assert.Equal(2, frames.NextFrame);
        frontEnd.SkipTo(5_000);
        Assert.Equal(10, frontEnd.NextFrame); // ⌈5 000 / 512⌉
        frontEnd.Process(audio.AsSpan(5_000, 100), frames);
        frontEnd.Process(audio.AsSpan(5_100), frames);

        Assert.Equal(20_000, frontEnd.Position);
        Assert.Equal(((20_000 - 2_048) / 512) + 1, frames.NextFrame);
        var whole = FrontEnds.Frames(FrontEnds.Standard, audio, [audio.Length]);
        var frame = new float[128];
        for (var i = 0; i < frames.NextFrame; i++)
        {
            Assert.Equal(i is < 2 or >= 10, frames.TryReadFrame(i, frame));
            if (i is < 2 or >= 10)
            {
                Assert.Equal(whole[(i * 128)..((i + 1) * 128)], frame);
            }
        }
    }

    [Fact]
    public void SkipTo_OnTheGrid_LosesNoSampleAfterTheGap()
    {
        var (frontEnd, frames) = (new LogMelFrontEnd(FrontEnds.Standard), new MelFrameBuffer(128, 100));

        frontEnd.SkipTo(5_120);
        frontEnd.Process(new float[2_047], frames);
        Assert.Equal(10, frames.NextFrame);
        frontEnd.Process(new float[1], frames);
        Assert.Equal(11, frames.NextFrame);
    }

    [Fact]
    public void SkipTo_AnyBlocksAndGaps_GivesTheFramesThatLieWhollyInRecordedAudio()
    {
        var audio = Signals.Noise(20_000, seed: 4);
        var whole = FrontEnds.Frames(FrontEnds.Small, audio, [audio.Length]);

        // Positive steps are audio, negative ones gaps.
        Prop.ForAll<int[]>(steps =>
        {
            var (frontEnd, frames) = (new LogMelFrontEnd(FrontEnds.Small), new MelFrameBuffer(8, 1_000));
            var recorded = new bool[audio.Length];
            foreach (var step in steps)
            {
                var length = (int)Math.Min(Math.Abs(step * 7L % 300), audio.Length - frontEnd.Position);
                if (step > 0)
                {
                    recorded.AsSpan((int)frontEnd.Position, length).Fill(true);
                    frontEnd.Process(audio.AsSpan((int)frontEnd.Position, length), frames);
                }
                else
                {
                    frontEnd.SkipTo(frontEnd.Position + length);
                }
            }
            frontEnd.Process([], frames);
            var frame = new float[8];
            for (var i = 0; (i * 24) + 64 <= audio.Length; i++)
            {
                var expected = recorded.AsSpan(i * 24, 64).IndexOf(false) < 0;
                Assert.Equal(expected, frames.TryReadFrame(i, frame));
                Assert.True(!expected || whole.AsSpan(i * 8, 8).SequenceEqual(frame));
            }
        }).AssertHolds();
    }

    [Fact]
    public void SkipTo_Back_Throws()
    {
        var frontEnd = new LogMelFrontEnd(FrontEnds.Standard);
        frontEnd.Process(new float[100], new MelFrameBuffer(128, 10));

        Assert.Throws<ArgumentOutOfRangeException>(() => frontEnd.SkipTo(99));
    }

    [Fact]
    public void Process_BufferAheadOfTheFrontEnd_Throws()
    {
        var frames = new MelFrameBuffer(128, 10);
        frames.SkipTo(1);

        Assert.Throws<InvalidOperationException>(() => new LogMelFrontEnd(FrontEnds.Standard).Process(new float[1], frames));
    }

    [Fact]
    public void Process_InSteadyState_AllocatesNothing()
    {
        var (frontEnd, frames) = (new LogMelFrontEnd(FrontEnds.Standard), new MelFrameBuffer(128, 344));
        var (block, window) = (Signals.Noise(480, seed: 5), new float[128 * 172]);
        Allocations.AssertNone(() =>
        {
            frontEnd.Process(block, frames);
            if (frames.TryReadWindow(frames.NextFrame - 172, 172, window))
            {
                WindowNormalization.Apply(window, 80, 1e-5f);
            }
        });
    }
}
