using System.Globalization;
using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.SoundPictures;

/// <summary>
/// Answers WatchSound: each call reads what the pipeline keeps anyway, on its own time. The pipeline knows of nobody who
/// watches, and a call that reads too slowly finds a gap.
/// </summary>
internal sealed class SoundWatch(SourceFeeds feeds, TimeProvider time)
{
    private const int DefaultFramesPerColumn = 2;
    private const int MaxFramesPerColumn = 16;

    /// <summary>Between messages: smooth to look at, and far less than any buffer holds.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    public async Task WatchAsync(WatchSoundRequest request, IServerStreamWriter<WatchSoundResponse> responses, ServerCallContext call)
    {
        var framesPerColumn = request.FramesPerColumn switch
        {
            0 => DefaultFramesPerColumn,
            <= MaxFramesPerColumn => (int)request.FramesPerColumn,
            _ => throw RequestErrors.Invalid("frames_per_column", request.FramesPerColumn.ToString(CultureInfo.InvariantCulture),
                $"1 to {MaxFramesPerColumn} are allowed, or 0 for {DefaultFramesPerColumn}"),
        };
        var id = feeds.Require(request.SourceId).Id;
        using var timer = new PeriodicTimer(Interval, time);
        SoundReader? reader = null;
        do
        {
            // Looked up each time: a source that was removed is NOT_FOUND, and one that changed is read from its new buffers.
            var feed = feeds.Require(id);
            if (feed.Sound is { } sound && sound != reader?.Sound)
            {
                reader = new SoundReader(sound, id, feed.Status, framesPerColumn);
                await responses.WriteAsync(new WatchSoundResponse { Format = reader.Format }, call.CancellationToken);
            }
            while (reader?.TryRead() is { } message)
            {
                await responses.WriteAsync(message, call.CancellationToken);
            }
        }
        while (await timer.WaitForNextTickAsync(call.CancellationToken));
    }
}
