using FsCheck.Fluent;
using LiveGenre.Core.Audio;

namespace LiveGenre.Core.Tests.Audio;

public sealed class SampleRingBufferTests
{
    [Fact]
    public void TryRead_OverlappingWindows_ReadsEachSampleAtItsPosition()
    {
        var buffer = new SampleRingBuffer(8);
        buffer.Write([0, 1, 2, 3, 4]);
        buffer.Write([5, 6, 7, 8, 9]);

        Assert.Equal(10, buffer.Written);
        Assert.Equal([2, 3, 4, 5], Read(buffer, 2, 4));
        Assert.Equal([4, 5, 6, 7], Read(buffer, 4, 4));
        Assert.Equal([6, 7, 8, 9], Read(buffer, 6, 4));
    }

    [Theory]
    [InlineData(1, 4)] // position 1 is overwritten
    [InlineData(7, 4)] // position 10 is still to come
    [InlineData(-1, 1)]
    public void TryRead_OutsideWhatIsKept_IsFalseAndLeavesTheWindow(long start, int length)
    {
        var buffer = new SampleRingBuffer(8);
        buffer.Write([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        var window = new float[length];
        Array.Fill(window, 42);

        Assert.False(buffer.TryRead(start, window));
        Assert.All(window, value => Assert.Equal(42, value));
    }

    [Fact]
    public void Write_BlockLongerThanCapacity_KeepsItsEndAtTheRightPositions()
    {
        var buffer = new SampleRingBuffer(4);
        buffer.Write([9]);
        buffer.Write([0, 1, 2, 3, 4, 5, 6]);

        Assert.Equal(8, buffer.Written);
        Assert.Equal([3, 4, 5, 6], Read(buffer, 4, 4));
        Assert.False(buffer.TryRead(3, new float[1]));
    }

    [Fact]
    public void SkipTo_Ahead_LeavesAGapThatNoReadCrosses()
    {
        var buffer = new SampleRingBuffer(16);
        buffer.Write([0, 1, 2, 3]);
        buffer.SkipTo(8);
        buffer.Write([8, 9, 10, 11]);

        Assert.Equal(12, buffer.Written);
        Assert.Equal([0, 1, 2, 3], Read(buffer, 0, 4));
        Assert.Equal([8, 9, 10, 11], Read(buffer, 8, 4));
        Assert.False(buffer.TryRead(3, new float[2]));
        Assert.False(buffer.TryRead(5, new float[1]));
        Assert.False(buffer.TryRead(7, new float[2]));
        Assert.False(buffer.TryRead(0, new float[12]));
    }

    [Fact]
    public void SkipTo_Back_Throws()
    {
        var buffer = new SampleRingBuffer(16);
        buffer.Write([0, 1, 2]);

        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.SkipTo(2));
    }

    [Fact]
    public void TryRead_AnyWritesAndSkips_AgreesWithAListOfEverything()
    {
        // Positive steps write that many samples, negative ones skip.
        Prop.ForAll<int[]>(steps =>
        {
            var (buffer, everything) = (new SampleRingBuffer(20), new List<float?>());
            foreach (var step in steps)
            {
                var length = Math.Abs(step % 30);
                float?[] block = [.. Enumerable.Range(everything.Count, length).Select(at => step > 0 ? at : (float?)null)];
                everything.AddRange(block);
                if (step > 0)
                {
                    buffer.Write([.. block.Select(value => value!.Value)]);
                }
                else
                {
                    buffer.SkipTo(everything.Count);
                }
            }
            Assert.Equal(everything.Count, buffer.Written);
            for (var start = -2; start < everything.Count + 2; start++)
            {
                var window = new float[3];
                var expected = start >= Math.Max(0, everything.Count - 20) && start + 3 <= everything.Count
                    && everything.GetRange(start, 3).All(value => value.HasValue);
                Assert.Equal(expected, buffer.TryRead(start, window));
                Assert.Equal(expected ? [start, start + 1, start + 2] : [0, 0, 0], window);
            }
        }).AssertHolds();
    }

    [Fact]
    public async Task TryRead_WhileAnotherThreadWrites_NeverSeesAForeignSample()
    {
        const int Total = 400_000;
        var buffer = new SampleRingBuffer(1_000);
        var writer = Task.Run(() =>
        {
            var block = new float[77];
            for (var at = 0; at < Total; at += block.Length)
            {
                for (var i = 0; i < block.Length; i++)
                {
                    block[i] = at + i;
                }
                buffer.Write(block);
            }
        });
        var (window, reads) = (new float[100], 0);
        while (!writer.IsCompleted || reads == 0)
        {
            var start = Math.Max(0, buffer.Written - 900);
            if (buffer.TryRead(start, window))
            {
                reads++;
                for (var i = 0; i < window.Length; i++)
                {
                    Assert.Equal(start + i, window[i]);
                }
            }
        }
        await writer;
    }

    [Fact]
    public void Write_InSteadyState_AllocatesNothing()
    {
        var (buffer, block, window) = (new SampleRingBuffer(64_000), new float[480], new float[4_000]);
        Allocations.AssertNone(() =>
        {
            buffer.Write(block);
            buffer.TryRead(buffer.Written - window.Length, window);
            buffer.SkipTo(buffer.Written + 5_000);
        });
    }

    private static float[] Read(SampleRingBuffer buffer, long start, int length)
    {
        var window = new float[length];
        Assert.True(buffer.TryRead(start, window));
        return window;
    }
}
