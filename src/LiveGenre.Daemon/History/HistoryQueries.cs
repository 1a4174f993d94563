using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Google.Protobuf.WellKnownTypes;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.History.Storage;
using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.History;

/// <summary>Answers what clients ask of the past: segments, windows, a timeline, and how history itself does.</summary>
internal sealed class HistoryQueries(
    HistoryReader reader, HistorySources sources, SourceFeeds feeds, HistoryWriter writer, HistoryBacklog backlog, IHistoryDatabase database, LiveGenreOptions options)
{
    private const int DefaultBuckets = 200;
    private const int MaxBuckets = 2_000;

    /// <summary><c>GenreService.ListSegments</c>.</summary>
    public Task<ListSegmentsResponse> ListSegmentsAsync(ListSegmentsRequest request, ServerCallContext call) => AskAsync(async () =>
    {
        var source = await sources.RequireAsync(request.SourceId, call.CancellationToken);
        var interval = RequestFields.Interval(request.FromTime, request.ToTime);
        var size = RequestFields.PageSize(request.PageSize);
        var before = RequestFields.TimeToken(request.PageToken, "ListSegments");
        var page = await reader.ReadSegmentsAsync(source, interval, before, size + 1, call.CancellationToken);
        return new ListSegmentsResponse
        {
            Segments = { page.Take(size).Select(s => s.ToMessage()) },
            NextPageToken = page.Count > size ? RequestFields.TimeToken(page[size - 1].Interval.Start) : "",
        };
    });

    /// <summary><c>HistoryService.ListWindows</c>.</summary>
    public Task<ListWindowsResponse> ListWindowsAsync(ListWindowsRequest request, ServerCallContext call) => AskAsync(async () =>
    {
        var source = await sources.RequireAsync(request.SourceId, call.CancellationToken);
        var interval = RequestFields.Interval(request.FromTime, request.ToTime);
        var size = RequestFields.PageSize(request.PageSize);
        var after = RequestFields.TimeToken(request.PageToken, "ListWindows");
        var page = await reader.ReadWindowsAsync(source, interval, after, size + 1, call.CancellationToken);
        IReadOnlyList<string>? labels = feeds.All.FirstOrDefault(f => f.Id == source)?.GetSnapshot().Source.Labels;
        return new ListWindowsResponse
        {
            Windows = { page.Take(size).Select(w => w.ToMessage(labels ?? w.Labels)) },
            NextPageToken = page.Count > size ? RequestFields.TimeToken(page[size - 1].Interval.Start) : "",
        };
    });

    /// <summary><c>HistoryService.GetTimeline</c>.</summary>
    public Task<GetTimelineResponse> GetTimelineAsync(GetTimelineRequest request, ServerCallContext call) => AskAsync(async () =>
    {
        var source = await sources.RequireAsync(request.SourceId, call.CancellationToken);
        var interval = new UtcInterval(
            RequestFields.Time(request.FromTime, "from_time"), RequestFields.Time(request.ToTime, "to_time"));
        if (interval.Start >= interval.End)
        {
            throw RequestErrors.Invalid("from_time", interval.Start.ToString("O", CultureInfo.InvariantCulture), "it does not lie before to_time");
        }
        var count = request.BucketCount switch
        {
            0 => DefaultBuckets,
            >= 1 and <= MaxBuckets => request.BucketCount,
            _ => throw RequestErrors.Invalid(
                "bucket_count", request.BucketCount.ToString(CultureInfo.InvariantCulture), $"1 to {MaxBuckets} are allowed, or 0 for {DefaultBuckets}"),
        };
        DateTimeOffset Bound(int i) => interval.Start + TimeSpan.FromTicks((long)((Int128)interval.Duration.Ticks * i / count));
        var buckets = Enumerable.Range(0, count).Select(i => new UtcInterval(Bound(i), Bound(i + 1))).ToList();
        var measured = await reader.MeasureAsync(source, buckets, call.CancellationToken);
        return new GetTimelineResponse
        {
            Buckets =
            {
                measured.Select(airtime => new TimelineBucket
                {
                    StartTime = airtime.Interval.Start.ToTimestamp(),
                    EndTime = airtime.Interval.End.ToTimestamp(),
                    Shares = airtime.ToMessage(),
                })
            },
        };
    });

    /// <summary><c>HistoryService.GetHistoryStatus</c>. Answers also while the store cannot be reached, without what it holds.</summary>
    public async Task<GetHistoryStatusResponse> GetHistoryStatusAsync(GetHistoryStatusRequest request, ServerCallContext call)
    {
        var response = new GetHistoryStatusResponse
        {
            Store = database.Name,
            Writing = writer.Trouble is null,
            Trouble = writer.Trouble ?? "",
            LostWindowCount = (ulong)backlog.LostWindows,
            LostSegmentCount = (ulong)backlog.LostSegments,
            QuotaByteCount = (ulong)options.History.MaxBytes,
        };
        try
        {
            var contents = await reader.ReadContentsAsync(call.CancellationToken);
            response.StoredByteCount = (ulong)contents.Bytes;
            response.OldestWindowTime = contents.OldestWindow?.ToTimestamp();
            response.OldestSegmentTime = contents.OldestSegment?.ToTimestamp();
        }
        catch (Exception error) when (IsOutage(error))
        {
            response.Trouble = response.Trouble.Length > 0 ? response.Trouble : $"{database.Place}: {error.Message}";
        }
        return response;
    }

    /// <summary>Asks the store; UNAVAILABLE with the reason when it cannot be read.</summary>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception error) when (IsOutage(error))
        {
            throw RequestErrors.HistoryUnavailable(error.Message);
        }
    }

    private static bool IsOutage(Exception error) => error is DbException or IOException or SocketException or TimeoutException;
}
