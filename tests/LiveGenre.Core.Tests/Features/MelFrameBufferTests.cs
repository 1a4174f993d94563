using LiveGenre.Core.Features;

namespace LiveGenre.Core.Tests.Features;

public sealed class MelFrameBufferTests
{
    [Fact]
    public void TryReadWindow_AcrossTheRingsEnd_IsMelMajor()
    {
        var buffer = Filled(capacityFrames: 4, frames: 6);
        var window = new float[2 * 4];

        Assert.True(buffer.TryReadWindow(2, 4, window));

        Assert.Equal([2, 3, 4, 5, 102, 103, 104, 105], window);
    }

    [Theory]
    [InlineData(1, 2)] // frame 1 is overwritten
    [InlineData(5, 2)] // frame 6 is still to come
    [InlineData(-1, 1)]
    public void TryReadWindow_OutsideWhatIsKept_IsFalse(long start, int frames) =>
        Assert.False(Filled(capacityFrames: 4, frames: 6).TryReadWindow(start, frames, new float[2 * frames]));

    [Fact]
    public void SkipTo_Ahead_LeavesAGapThatNoWindowCrosses()
    {
        var buffer = Filled(capacityFrames: 16, frames: 3);
        buffer.SkipTo(6);
        buffer.Append([6, 106]);
        var frame = new float[2];

        Assert.Equal(7, buffer.NextFrame);
        Assert.True(buffer.TryReadFrame(2, frame));
        Assert.Equal([2, 102], frame);
        Assert.False(buffer.TryReadFrame(4, frame));
        Assert.True(buffer.TryReadFrame(6, frame));
        Assert.Equal([6, 106], frame);
        Assert.False(buffer.TryReadWindow(2, 5, new float[10]));
    }

    [Fact]
    public void FindStretch_WithOverwrittenFramesAndAGap_GivesOneUnbrokenStretchAfterTheOther()
    {
        var buffer = Filled(capacityFrames: 8, frames: 6);
        buffer.SkipTo(9);
        buffer.Append([9, 109]);
        buffer.Append([10, 110]);

        Assert.Equal((3, 6), buffer.FindStretch(0)); // 0 to 2 are overwritten
        Assert.Equal((5, 6), buffer.FindStretch(5));
        Assert.Equal((9, 11), buffer.FindStretch(6));
        Assert.Equal((10, 11), buffer.FindStretch(10));
        Assert.Equal((11, 11), buffer.FindStretch(11));
        Assert.Equal((20, 20), buffer.FindStretch(20));
    }

    [Fact]
    public void SkipTo_FartherThanTheCapacity_ForgetsWhatWasBefore()
    {
        var buffer = Filled(capacityFrames: 4, frames: 4);
        buffer.SkipTo(1_000);

        Assert.False(buffer.TryReadFrame(3, new float[2]));
        Assert.False(buffer.TryReadFrame(999, new float[2]));
    }

    [Fact]
    public void SkipTo_Back_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Filled(capacityFrames: 4, frames: 3).SkipTo(2));

    [Fact]
    public void Append_OtherLength_Throws() =>
        Assert.Throws<ArgumentException>(() => new MelFrameBuffer(2, 4).Append(new float[3]));

    [Fact]
    public void TryReadWindow_OtherLength_Throws() =>
        Assert.Throws<ArgumentException>(() => Filled(capacityFrames: 4, frames: 4).TryReadWindow(0, 2, new float[5]));

    [Fact]
    public void Append_InSteadyState_AllocatesNothing()
    {
        var (buffer, frame, window) = (new MelFrameBuffer(128, 200), new float[128], new float[128 * 172]);
        Allocations.AssertNone(() =>
        {
            buffer.Append(frame);
            buffer.TryReadWindow(buffer.NextFrame - 172, 172, window);
        });
    }

    /// <summary>Frame i holds i and 100 + i.</summary>
    private static MelFrameBuffer Filled(int capacityFrames, int frames)
    {
        var buffer = new MelFrameBuffer(2, capacityFrames);
        for (var frame = 0; frame < frames; frame++)
        {
            buffer.Append([frame, 100 + frame]);
        }
        return buffer;
    }
}
