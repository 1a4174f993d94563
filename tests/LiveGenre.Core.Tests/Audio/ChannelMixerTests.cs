using LiveGenre.Core.Audio;

namespace LiveGenre.Core.Tests.Audio;

public sealed class ChannelMixerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(32)]
    public void Mix_AllChannels_IsTheMeanOfEachFrame(int channels)
    {
        var interleaved = Signals.Noise(100 * channels, seed: channels);
        var mono = new float[100];

        Assert.Equal(100, new ChannelMixer(channels).Mix(interleaved, mono));

        for (var frame = 0; frame < 100; frame++)
        {
            Assert.Equal(interleaved.Skip(frame * channels).Take(channels).Average(), mono[frame], 1e-6f);
        }
    }

    [Fact]
    public void Mix_OneChannel_TakesNothingOfTheOthers()
    {
        var mono = new float[3];

        new ChannelMixer(3, channel: 1).Mix([1, 0.1f, 1, 1, 0.2f, 1, 1, 0.3f, 1], mono);

        Assert.Equal([0.1f, 0.2f, 0.3f], mono);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Mix_GarbageSamples_BecomeSilenceAndAreCounted(int channels)
    {
        var interleaved = new float[40 * channels];
        Array.Fill(interleaved, 0.5f);
        interleaved[0] = float.NaN;
        interleaved[17] = 1e25f; // bytes of something else, read as float
        interleaved[^1] = float.NegativeInfinity;
        var (mixer, mono) = (new ChannelMixer(channels), new float[40]);

        mixer.Mix(interleaved, mono);

        Assert.Equal(3, mixer.NonFiniteSampleCount);
        Assert.Equal(0, mixer.ClippedSampleCount);
        Assert.Equal(0.5f * (channels - 1) / channels, mono[0], 1e-6f);
        Assert.Equal(0.5f * (channels - 1) / channels, mono[17 / channels], 1e-6f);
        Assert.Equal(0.5f * (channels - 1) / channels, mono[^1], 1e-6f);
        Assert.Equal(0.5f, mono[20], 1e-6f);
    }

    [Fact]
    public void Mix_GarbageInTheChosenChannel_IsRepairedToo()
    {
        var (mixer, mono) = (new ChannelMixer(2, channel: 0), new float[2]);

        mixer.Mix([float.NaN, float.NaN, 0.25f, float.NaN], mono);

        Assert.Equal([0, 0.25f], mono);
        Assert.Equal(1, mixer.NonFiniteSampleCount);
    }

    [Fact]
    public void Mix_FullScaleSamples_AreCountedInEveryChannelAndSummedOverCalls()
    {
        var (mixer, mono) = (new ChannelMixer(2), new float[20]);
        var interleaved = new float[40];
        interleaved[3] = 32_767f / 32_768; // the largest 16-bit sample
        interleaved[4] = -1;
        interleaved[38] = 1.5f;
        interleaved[39] = 32_766f / 32_768;

        mixer.Mix(interleaved, mono);
        Assert.Equal(3, mixer.ClippedSampleCount);
        mixer.Mix(interleaved, mono);
        Assert.Equal(6, mixer.ClippedSampleCount);
    }

    [Fact]
    public void Mix_OneChannel_CountsOnlyItsClipping()
    {
        var (mixer, mono) = (new ChannelMixer(2, channel: 1), new float[2]);

        mixer.Mix([1, 0, 1, 1], mono);

        Assert.Equal(1, mixer.ClippedSampleCount);
    }

    [Fact]
    public void Mix_BrokenFrameOrShortOutput_Throws()
    {
        var mixer = new ChannelMixer(2);

        Assert.Throws<ArgumentException>(() => mixer.Mix(new float[3], new float[8]));
        Assert.Throws<ArgumentException>(() => mixer.Mix(new float[8], new float[3]));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(33, null)]
    [InlineData(2, 2)]
    [InlineData(2, -1)]
    public void Constructor_ImpossibleLayout_Throws(int channels, int? channel) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChannelMixer(channels, channel));

    [Fact]
    public void Mix_InSteadyState_AllocatesNothing()
    {
        var (mixer, mono) = (new ChannelMixer(6), new float[480]);
        var interleaved = Signals.Noise(480 * 6, seed: 1);
        interleaved[99] = float.NaN;
        Allocations.AssertNone(() => mixer.Mix(interleaved, mono));
    }
}
