using System.Security.Authentication;
using LiveGenre.Cli.Connection;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Watching;

/// <summary>Finds out which sources a daemon has, and what each heard before.</summary>
/// <param name="daemon">The daemon.</param>
/// <param name="time">The clock.</param>
internal sealed class SourceDirectory(DaemonConnection daemon, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly RetryBackoff _backoff = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10), Random.Shared);

    /// <summary>A view of each source, with its last segments.</summary>
    /// <param name="sourceId">The one to find; null for all.</param>
    /// <param name="wait">Whether to wait for a daemon that does not answer.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="CommandFailedException">The daemon does not answer, or has no such source.</exception>
    public async Task<IReadOnlyList<SourceView>> FindAsync(string? sourceId, bool wait, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await FindAsync(sourceId, stop);
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.Unavailable && error.Status.DebugException is not AuthenticationException && wait && !stop.IsCancellationRequested)
            {
                await Task.Delay(_backoff.NextDelay(), time, stop);
            }
            catch (RpcException error)
            {
                stop.ThrowIfCancellationRequested();
                throw new CommandFailedException(await daemon.ExplainAsync(error, stop, "; --wait waits for it."), error);
            }
        }
    }

    private async Task<IReadOnlyList<SourceView>> FindAsync(string? sourceId, CancellationToken stop)
    {
        var ids = new List<string>();
        if (sourceId is not null)
        {
            var found = await daemon.Calls.AsyncUnaryCall(GenreMethods.GetSource, Options(stop), new GetSourceRequest { SourceId = sourceId });
            ids.Add(found.Source.SourceId);
        }
        else
        {
            var page = new ListSourcesResponse();
            do
            {
                page = await daemon.Calls.AsyncUnaryCall(GenreMethods.ListSources, Options(stop), new ListSourcesRequest { PageToken = page.NextPageToken, PageSize = 1_000 });
                ids.AddRange(page.Sources.Select(s => s.SourceId));
            }
            while (page.NextPageToken.Length > 0);
        }
        if (ids.Count == 0)
        {
            throw new CommandFailedException("the daemon listens to nothing yet; choose a source on its page, or with 'livegenre sources add'.");
        }
        var views = ids.ConvertAll(id => new SourceView(id, time.GetUtcNow()));
        if (views is [var only])
        {
            await AddHistoryAsync(only, stop);
        }
        return views;
    }

    private async Task AddHistoryAsync(SourceView view, CancellationToken stop)
    {
        try
        {
            var history = await daemon.Calls.AsyncUnaryCall(
                GenreMethods.ListSegments, Options(stop), new ListSegmentsRequest { SourceId = view.SourceId, PageSize = SourceView.MostSegments });
            view.AddHistory(history.Segments);
        }
        catch (RpcException error) when (error.IsHistoryOutage())
        {
            // What is on air now can be watched without it.
        }
    }

    private CallOptions Options(CancellationToken stop) =>
        new(Deadline: (time.GetUtcNow() + Deadline).UtcDateTime, CancellationToken: stop);
}
