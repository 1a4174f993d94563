using LiveGenre.Daemon.History;
using LiveGenre.Daemon.SoundPictures;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Serving;

/// <summary>Answers <c>livegenre.v1.GenreService</c>.</summary>
internal sealed class GenreService(SourceFeeds feeds, PushedAudio pushedAudio, HistoryQueries history, SoundWatch soundWatch)
{
    /// <summary>The service with its handlers, to be mapped.</summary>
    public ServerServiceDefinition Definition => ServerServiceDefinition.CreateBuilder()
        .AddMethod(GenreMethods.Watch, WatchGenre)
        .AddMethod(GenreMethods.GetSource, GetSource)
        .AddMethod(GenreMethods.ListSources, ListSources)
        .AddMethod(GenreMethods.ListSegments, history.ListSegmentsAsync)
        .AddMethod(GenreMethods.ClassifyAudio, pushedAudio.ClassifyAsync)
        .AddMethod(GenreMethods.WatchSound, soundWatch.WatchAsync)
        .Build();

    private async Task WatchGenre(
        WatchGenreRequest request, IServerStreamWriter<WatchGenreResponse> responses, ServerCallContext call)
    {
        RequireKnown((int)request.Updates, "updates");
        RequireKnown((int)request.SlowConsumer, "slow_consumer");
        var feed = feeds.Require(request.SourceId);
        ResumeToken? resume = null;
        if (request.ResumeToken.Length > 0)
        {
            resume = ResumeToken.TryDecode(request.ResumeToken, feed.Id, out var token)
                ? token
                : throw RequestErrors.Invalid("resume_token", request.ResumeToken,
                    $"it is no token that this service gave out for source '{feed.Id}'; leave it empty to start now");
        }
        var (first, subscription) = feed.Subscribe(request, resume);
        using var owned = subscription;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, subscription.Overflowed);
        try
        {
            foreach (var item in first)
            {
                await responses.WriteAsync(item.Message, ends.Token);
            }
            await foreach (var waiting in subscription.Events.ReadAllAsync(ends.Token))
            {
                if (subscription.TakeDisplaced() is { } description)
                {
                    await responses.WriteAsync(description.Message, ends.Token);
                }
                await WriteAsync(responses, waiting.Event, subscription.CountLostBefore(waiting), ends.Token);
            }
        }
        catch (OperationCanceledException) when (subscription.Overflowed.IsCancellationRequested && !call.CancellationToken.IsCancellationRequested)
        {
            throw RequestErrors.TooSlow();
        }
        finally
        {
            feed.Unsubscribe(subscription);
        }
    }

    private static Task WriteAsync(
        IServerStreamWriter<WatchGenreResponse> responses, FeedEvent item, int dropped, CancellationToken cancellation)
    {
        if (dropped == 0)
        {
            return responses.WriteAsync(item.Message, cancellation);
        }
        var own = WatchGenreResponse.Parser.ParseFrom(item.Message.Payload.Span);
        own.DroppedEventCount = (uint)dropped;
        return responses.WriteAsync(own, cancellation);
    }

    private Task<GetSourceResponse> GetSource(GetSourceRequest request, ServerCallContext call)
    {
        var snapshot = feeds.Require(request.SourceId).GetSnapshot();
        return Task.FromResult(new GetSourceResponse
        {
            Source = snapshot.Source,
            Window = snapshot.Window,
            OpenSegment = snapshot.OpenSegment,
        });
    }

    private Task<ListSourcesResponse> ListSources(ListSourcesRequest request, ServerCallContext call)
    {
        var size = RequestFields.PageSize(request.PageSize);
        var page = feeds.All
            .Where(f => string.CompareOrdinal(f.Id, request.PageToken) > 0)
            .Take(size + 1)
            .ToList();
        var response = new ListSourcesResponse { NextPageToken = page.Count > size ? page[size - 1].Id : "" };
        response.Sources.AddRange(page.Take(size).Select(f => f.GetSnapshot().Source));
        return Task.FromResult(response);
    }

    private static void RequireKnown(int value, string field)
    {
        var type = WatchGenreRequest.Descriptor.FindFieldByName(field).EnumType;
        if (type.FindValueByNumber(value) is null)
        {
            throw RequestErrors.Invalid(field, type, value);
        }
    }
}
