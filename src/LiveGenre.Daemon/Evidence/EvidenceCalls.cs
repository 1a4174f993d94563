using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;
using Message = LiveGenre.Protocol.V1.Evidence;

namespace LiveGenre.Daemon.Evidence;

/// <summary>Answers ListEvidence and GetEvidence of <c>livegenre.v1.HistoryService</c>, from the folder alone.</summary>
internal sealed class EvidenceCalls(EvidenceFolder folder, EvidenceRecorder recorder, EvidenceOptions options)
{
    private const int PieceLength = 64 * 1_024;
    private const string MediaType = "audio/wav";

    /// <summary>Both methods with their handlers, to be mapped.</summary>
    public ServerServiceDefinition Definition => ServerServiceDefinition.CreateBuilder()
        .AddMethod(EvidenceMethods.ListEvidence, ListAsync)
        .AddMethod(EvidenceMethods.GetEvidence, GetAsync)
        .Build();

    /// <summary>Clips that touch a stretch of time, newest first.</summary>
    private Task<ListEvidenceResponse> ListAsync(ListEvidenceRequest request, ServerCallContext call)
    {
        var size = RequestFields.PageSize(request.PageSize);
        var interval = RequestFields.Interval(request.FromTime, request.ToTime);
        if (request.PageToken.Length > 0 && !EvidenceClip.TryParse(request.PageToken, out _))
        {
            throw RequestErrors.Invalid("page_token", request.PageToken, "it is no token that ListEvidence gave out");
        }
        var page = folder.List().Reverse()
            .Where(e => request.SourceId.Length == 0 || e.Clip.SourceId == request.SourceId)
            .Where(e => request.PageToken.Length == 0 || string.CompareOrdinal(e.Clip.Id, request.PageToken) < 0)
            .Where(e => e.Clip.End > interval.Start && e.Clip.Start < interval.End)
            .Take(size + 1)
            .ToList();
        var response = new ListEvidenceResponse
        {
            NextPageToken = page.Count > size ? page[size - 1].Clip.Id : "",
            Enabled = options.Enabled,
            Trouble = recorder.Trouble,
            LostClipCount = (ulong)recorder.LostCount,
        };
        response.Evidence.AddRange(page.Take(size).Select(e => ToMessage(e.Clip, e.Bytes)));
        return Task.FromResult(response);
    }

    /// <summary>The file of a clip, in pieces.</summary>
    private async Task GetAsync(GetEvidenceRequest request, IServerStreamWriter<GetEvidenceResponse> responses, ServerCallContext call)
    {
        if (!folder.TryOpen(request.EvidenceId, out var file))
        {
            throw RequestErrors.UnknownEvidence(request.EvidenceId);
        }
        await using (file)
        {
            var piece = new byte[PieceLength];
            for (int length; (length = await file.ReadAsync(piece, call.CancellationToken)) > 0;)
            {
                await responses.WriteAsync(new GetEvidenceResponse { Data = ByteString.CopyFrom(piece, 0, length) }, call.CancellationToken);
            }
        }
    }

    private static Message ToMessage(EvidenceClip clip, long bytes) => new()
    {
        EvidenceId = clip.Id,
        SourceId = clip.SourceId,
        StartTime = clip.Start.ToTimestamp(),
        EndTime = clip.End.ToTimestamp(),
        ChangeTime = clip.Change.ToTimestamp(),
        PreviousLabel = clip.PreviousLabel,
        Label = clip.Label,
        MediaType = MediaType,
        ByteCount = (ulong)bytes,
    };
}
