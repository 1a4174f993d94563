using System.Buffers;
using System.Threading.Channels;
using LiveGenre.Daemon.SoundPictures;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>One source's ring buffer in, its windows and gaps out. Nothing else reads the buffer for analysis.</summary>
internal sealed class FrontEndStage(MonitoredSource source, WindowExtractor extractor, AnalysisWindowPool pool)
{
    private AnalysisWindow? _next;
    private long _recordedAt; // of the newest sample
    private long _clippedTotal = source.Status.ClippedTotal; // of the source under other settings, where it goes on

    /// <summary>Runs until the source's marks end; the queue is shared with other sources and stays open.</summary>
    public async Task RunAsync(ChannelWriter<StreamItem> output, CancellationToken stop)
    {
        // One registration, so that each wait goes without the token and takes no memory.
        await using var ended = stop.UnsafeRegister(_ => source.Marks.Writer.TryComplete(new OperationCanceledException(stop)), null);
        source.Feed.Sound = new LiveSound(extractor.Frames, source.Buffer, source.Clock, extractor.FrontEnd, extractor.WindowFrames);
        try
        {
            await foreach (var mark in source.Marks.Reader.ReadAllAsync(CancellationToken.None))
            {
                var clipped = (int)(mark.ClippedTotal - _clippedTotal);
                (_clippedTotal, _recordedAt) = (mark.ClippedTotal, mark.RecordedAt);
                Analyze(mark.Gap?.Start ?? mark.Position, clipped, output);
                if (mark.Gap is { } gap && gap.End > extractor.Position)
                {
                    Skip(gap with { Start = extractor.Position }, output);
                }
            }
        }
        finally
        {
            _next?.Dispose();
            output.TryWrite(new StreamItem(source));
        }
    }

    private void Analyze(long end, int clipped, ChannelWriter<StreamItem> output)
    {
        var samples = ArrayPool<float>.Shared.Rent(extractor.MaxBlock); // this thread's own, and in its cache
        while (extractor.Position < end)
        {
            var block = samples.AsSpan(0, (int)Math.Min(end - extractor.Position, extractor.MaxBlock));
            var written = source.Buffer.Written;
            if (written - extractor.Position > source.MaxBacklog || !source.Buffer.TryRead(extractor.Position, block))
            {
                // Too far behind: go on in the middle of what may wait now, whatever the mark said, so that there is
                // room to catch up.
                var resume = Math.Max(extractor.Position + 1, written - (source.MaxBacklog / 2));
                Skip(new StreamGap(extractor.Position, resume, Gap.Types.Reason.Overload), output);
                continue;
            }
            extractor.Process(block, clipped);
            clipped = 0;
            TakeWindows(output);
        }
        ArrayPool<float>.Shared.Return(samples);
    }

    private void TakeWindows(ChannelWriter<StreamItem> output)
    {
        _next ??= pool.Rent();
        while (true)
        {
            extractor.Stride = source.Waiting.Pace.Stride;
            if (!extractor.TryTake(_next))
            {
                break;
            }
            _next.RecordedAt = _recordedAt;
            output.TryWrite(new StreamItem(source, _next));
            _next = pool.Rent();
        }
    }

    private void Skip(StreamGap gap, ChannelWriter<StreamItem> output)
    {
        extractor.SkipTo(gap.End);
        output.TryWrite(new StreamItem(source, Gap: gap));
    }
}
