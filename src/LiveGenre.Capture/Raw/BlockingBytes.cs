using System.IO.Pipelines;

namespace LiveGenre.Capture.Raw;

/// <summary>
/// Makes a stream whose reads block (standard input) readable with cancellation: its own thread reads, and waits while the reader is behind.
/// A read that blocks cannot be ended from outside, so after disposal that thread stays until its read returns.
/// </summary>
internal static class BlockingBytes
{
    private const int BlockBytes = 16_384;

    /// <summary>Starts the thread, which disposes <paramref name="blocking"/> at its end.</summary>
    public static Stream Pump(Stream blocking, string threadName)
    {
        var pipe = new Pipe(new PipeOptions(
            pauseWriterThreshold: 16 * BlockBytes, resumeWriterThreshold: 8 * BlockBytes, useSynchronizationContext: false));
        new Thread(() => Run(blocking, pipe.Writer)) { IsBackground = true, Name = threadName }.Start();
        return pipe.Reader.AsStream();
    }

    private static void Run(Stream blocking, PipeWriter writer)
    {
        Exception? error = null;
        try
        {
            while (true)
            {
                var read = blocking.Read(writer.GetSpan(BlockBytes));
                writer.Advance(read);
                var flush = writer.FlushAsync();
                var result = flush.IsCompletedSuccessfully ? flush.Result : flush.AsTask().GetAwaiter().GetResult();
                if (read == 0 || result.IsCompleted)
                {
                    break;
                }
            }
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            error = broken as IOException ?? new IOException(broken.Message, broken);
        }

        writer.Complete(error);
        blocking.Dispose();
    }
}
