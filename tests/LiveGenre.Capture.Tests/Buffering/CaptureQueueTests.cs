using LiveGenre.Capture.Buffering;
using LiveGenre.Core.Audio;

namespace LiveGenre.Capture.Tests.Buffering;

public class CaptureQueueTests
{
    private static readonly AudioFormat Stereo = new(8_000, 2);

    [Fact]
    public async Task ReadAsync_AnyBlocks_GivesTheSamplesInOrder()
    {
        var queue = new CaptureQueue(Stereo, TimeSpan.FromMilliseconds(10)); // 80 frames
        var random = new Random(1);
        var (written, heard) = (0, new List<float>());
        var block = new float[200];
        while (written < 10_000)
        {
            var frames = random.Next(1, 40);
            queue.Write(Frames(written, frames));
            written += frames;
            for (var left = frames; left > 0;)
            {
                var read = await queue.ReadAsync(block.AsMemory(0, random.Next(2, 100)), 1, default);
                Assert.Equal(0, read.LostFrameCount);
                heard.AddRange(block.AsSpan(0, read.SampleCount));
                left -= read.SampleCount / 2;
            }
        }

        Assert.Equal(Frames(0, written), heard);
    }

    [Fact]
    public async Task ReadAsync_ReaderWasTooSlow_GivesTheNewestAndCountsTheLost()
    {
        var queue = new CaptureQueue(Stereo, TimeSpan.FromMilliseconds(10)); // 80 frames
        for (var i = 0; i < 10; i++)
        {
            queue.Write(Frames(30 * i, 30));
        }

        var block = new float[400];
        Assert.Equal(new CaptureRead(160, 220), await queue.ReadAsync(block, 1, default));
        Assert.Equal(Frames(220, 80), block[..160]);
        queue.Write(Frames(300, 1));
        Assert.Equal(new CaptureRead(2, 0), await queue.ReadAsync(block, 1, default));
    }

    [Fact]
    public async Task ReadAsync_BlockLargerThanTheRing_KeepsItsEndAndCountsTheRest()
    {
        var queue = new CaptureQueue(Stereo, TimeSpan.FromMilliseconds(10));
        queue.Write(Frames(0, 10));
        queue.Write(Frames(10, 200));
        var block = new float[400];
        Assert.Equal(new CaptureRead(160, 130), await queue.ReadAsync(block, 1, default));
        Assert.Equal(Frames(130, 80), block[..160]);
    }

    [Fact]
    public async Task ReadAsync_LossReportedInBetween_EndsTheReadBeforeIt()
    {
        var queue = new CaptureQueue(Stereo, TimeSpan.FromMilliseconds(100));
        queue.Write(Frames(0, 10));
        queue.ReportLoss(7);
        queue.ReportLoss(2);
        queue.Write(Frames(19, 5));
        var block = new float[100];
        Assert.Equal(new CaptureRead(20, 0), await queue.ReadAsync(block, 1, default));
        Assert.Equal(new CaptureRead(10, 9), await queue.ReadAsync(block, 1, default));
        Assert.Equal(Frames(19, 5), block[..10]);
    }

    [Fact]
    public async Task ReadAsync_LossWithinWhatWasDropped_IsCountedOnce()
    {
        var queue = new CaptureQueue(Stereo, TimeSpan.FromMilliseconds(10)); // 80 frames
        queue.Write(Frames(0, 40));
        queue.ReportLoss(5);
        queue.Write(Frames(45, 40));
        queue.Write(Frames(85, 60));
        var block = new float[400];
        Assert.Equal(new CaptureRead(160, 65), await queue.ReadAsync(block, 1, default)); // 60 dropped, 5 reported
        Assert.Equal(Frames(65, 80), block[..160]);
    }

    [Fact]
    public async Task ReadAsync_ManyLosses_ForgetsNone()
    {
        var queue = new CaptureQueue(Stereo, TimeSpan.FromSeconds(1));
        for (var i = 0; i < 500; i++)
        {
            queue.ReportLoss(1);
            queue.Write(Frames(i, 1));
        }

        var (block, samples, lost) = (new float[8], 0, 0L);
        while (samples < 1_000)
        {
            var read = await queue.ReadAsync(block, 1, default);
            (samples, lost) = (samples + read.SampleCount, lost + read.LostFrameCount);
        }

        Assert.Equal(500, lost);
    }

    [Fact]
    public async Task ReadAsync_ManyFramesAskedFor_WaitsForAllOfThem()
    {
        var queue = new CaptureQueue(Stereo, TimeSpan.FromSeconds(1));
        var block = new float[100];
        queue.Write(Frames(0, 10));
        var waiting = queue.ReadAsync(block, 30, default).AsTask();
        queue.Write(Frames(10, 19));
        Assert.False(waiting.IsCompleted);
        queue.Write(Frames(29, 4));

        Assert.Equal(new CaptureRead(66, 0), await waiting);
        Assert.Equal(Frames(0, 33), block[..66]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReadAsync_FewerFramesThanAskedForBeforeALossOrTheEnd_GivesThose(bool isEnd)
    {
        var queue = new CaptureQueue(Stereo, TimeSpan.FromSeconds(1));
        queue.Write(Frames(0, 10));
        var waiting = queue.ReadAsync(new float[100], 30, default).AsTask();
        Assert.False(waiting.IsCompleted);
        if (isEnd)
        {
            queue.Complete();
        }
        else
        {
            queue.ReportLoss(5);
        }

        Assert.Equal(new CaptureRead(20, 0), await waiting);
    }

    [Fact]
    public async Task ReadAsync_MoreFramesAskedForThanAreKept_GivesAFullRing()
    {
        var queue = new CaptureQueue(Stereo, TimeSpan.FromMilliseconds(10)); // 80 frames
        var waiting = queue.ReadAsync(new float[400], 200, default).AsTask();
        queue.Write(Frames(0, 80));

        Assert.Equal(new CaptureRead(160, 0), await waiting);
    }

    [Fact]
    public async Task ReadAsync_Completed_GivesTheRestThenTheError()
    {
        var queue = new CaptureQueue(Stereo, TimeSpan.FromSeconds(1));
        var waiting = queue.ReadAsync(new float[4], 1, default);
        Assert.False(waiting.IsCompleted);
        queue.Write(Frames(0, 3));
        queue.Complete(new AudioSourceException(AudioSourceFault.Lost, "x", "gone"));
        queue.Write(Frames(3, 3));
        Assert.Equal(4, (await waiting).SampleCount);
        Assert.Equal(2, (await queue.ReadAsync(new float[4], 1, default)).SampleCount);
        await Assert.ThrowsAsync<AudioSourceException>(async () => await queue.ReadAsync(new float[4], 1, default));
    }

    [Fact]
    public async Task ReadAsync_CompletedWithoutError_IsTheEnd()
    {
        var queue = new CaptureQueue(Stereo, TimeSpan.FromSeconds(1));
        var waiting = queue.ReadAsync(new float[4], 1, default).AsTask();
        queue.Complete();
        Assert.Equal(default, await waiting);
    }

    [Fact]
    public async Task ReadAsync_Cancelled_LosesNothing()
    {
        var queue = new CaptureQueue(Stereo, TimeSpan.FromSeconds(1));
        for (var i = 0; i < 200; i++)
        {
            using var stop = new CancellationTokenSource();
            var waiting = queue.ReadAsync(new float[4], 1, stop.Token).AsTask();
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
            queue.Write(Frames(i, 1));
            var block = new float[4];
            Assert.Equal(2, (await queue.ReadAsync(block, 1, default)).SampleCount);
            Assert.Equal(Frames(i, 1), block[..2]);
        }
    }

    [Fact]
    public async Task ReadAsync_WriterOnItsOwnThread_ReceivesAll()
    {
        var queue = new CaptureQueue(Stereo, TimeSpan.FromSeconds(60));
        new Thread(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                queue.Write(Frames(i, 1));
                if (i % 64 == 0)
                {
                    Thread.Yield();
                }
            }

            queue.Complete();
        }).Start();

        var (block, heard) = (new float[64], new List<float>());
        for (CaptureRead read; (read = await queue.ReadAsync(block, 1, default)).SampleCount > 0;)
        {
            heard.AddRange(block.AsSpan(0, read.SampleCount));
        }

        Assert.Equal(Frames(0, 20_000), heard);
    }

    [Fact]
    public void ReadAsync_InSteadyState_AllocatesNothing()
    {
        var queue = new CaptureQueue(Stereo, TimeSpan.FromSeconds(1));
        var (block, samples) = (new float[320], Frames(0, 160));
        using var stop = new CancellationTokenSource();
        SynchronizationContext.SetSynchronizationContext(null); // the test runner's would allocate; a daemon has none
        Allocations.AssertNone(() =>
        {
            var waiting = queue.ReadAsync(block, 1, stop.Token); // waits: the state machine comes from a pool
            queue.Write(samples);
            while (!waiting.IsCompleted) // the thread pool resumes it
            {
                Thread.Yield();
            }

            _ = waiting.GetAwaiter().GetResult();
        });
    }

    [Fact]
    public void Dispose_QueueAfterQueue_TakesTheMemoryOfTheOneBefore()
    {
        var format = new AudioFormat(192_000, 8); // of which no other test makes one
        Open();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
        {
            Open();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000); // one ring is of 12 MB

        void Open()
        {
            using var queue = new CaptureQueue(format, TimeSpan.FromSeconds(2));
        }
    }

    [Fact]
    public async Task Write_AfterDispose_LeavesTheNextQueueAlone()
    {
        var format = new AudioFormat(96_000, 8);
        var gone = new CaptureQueue(format, TimeSpan.FromSeconds(2));
        gone.Write(new float[16]);
        gone.Dispose();
        gone.Dispose(); // gives its memory back once
        using var first = new CaptureQueue(format, TimeSpan.FromSeconds(2));
        using var second = new CaptureQueue(format, TimeSpan.FromSeconds(2));
        first.Write([1, 1, 1, 1, 1, 1, 1, 1]);
        second.Write([2, 2, 2, 2, 2, 2, 2, 2]);
        gone.Write([3, 3, 3, 3, 3, 3, 3, 3]);

        var block = new float[8];
        Assert.Equal(0, (await gone.ReadAsync(block, 1, default)).SampleCount);
        Assert.Equal(8, (await first.ReadAsync(block, 1, default)).SampleCount);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1], block);
        Assert.Equal(8, (await second.ReadAsync(block, 1, default)).SampleCount);
        Assert.Equal([2, 2, 2, 2, 2, 2, 2, 2], block);
    }

    [Fact]
    public async Task Dispose_WhileAReaderWaits_EndsIt()
    {
        var queue = new CaptureQueue(Stereo, TimeSpan.FromSeconds(1));
        var waiting = queue.ReadAsync(new float[16], 1, default).AsTask();

        queue.Dispose();

        Assert.Equal(default, await waiting);
    }

    // Frame i carries (i, −i).
    private static float[] Frames(int first, int count) =>
        [.. Enumerable.Range(first, count).SelectMany(i => new float[] { i, -i })];
}
