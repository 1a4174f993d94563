using LiveGenre.Daemon.Evidence;
using LiveGenre.Daemon.Tests.Serving;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Evidence;

public sealed class EvidenceCallsTests : IAsyncLifetime
{
    private readonly DirectoryInfo _clips = Directory.CreateTempSubdirectory("livegenre-");
    private readonly RunningDaemon _daemon = new();

    public Task InitializeAsync()
    {
        _daemon.With("Evidence:Enabled", "true").With("Evidence:Folder", _clips.FullName);
        var folder = new EvidenceFolder(_clips.FullName, 1_000_000);
        for (var i = 0; i < 3; i++)
        {
            folder.Write(Clip("am", i), new byte[10]);
            folder.Write(Clip("fm", i), [.. Enumerable.Range(0, 100_000).Select(b => (byte)(b + i))]);
        }
        return _daemon.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _daemon.DisposeAsync();
        _clips.Delete(recursive: true);
    }

    [Fact]
    public async Task Evidence_InTheFolder_IsListedInPagesAndGivenOut()
    {
        var first = await ListAsync(new() { SourceId = "fm", PageSize = 2 });
        var second = await ListAsync(new() { SourceId = "fm", PageSize = 2, PageToken = first.NextPageToken });
        var early = await ListAsync(new() { ToTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(Clip("fm", 1).Start) });

        Assert.Equal([Clip("fm", 2).Id, Clip("fm", 1).Id, Clip("fm", 0).Id], first.Evidence.Concat(second.Evidence).Select(e => e.EvidenceId));
        Assert.Equal(("", true, ""), (second.NextPageToken, second.Enabled, second.Trouble));
        Assert.Equal(["fm", "am"], early.Evidence.Select(e => e.SourceId));
        var newest = first.Evidence[0];
        Assert.Equal(("rock", "jazz", "audio/wav", 100_000ul), (newest.PreviousLabel, newest.Label, newest.MediaType, newest.ByteCount));
        Assert.Equal(newest.StartTime.ToDateTimeOffset().AddSeconds(10), newest.ChangeTime.ToDateTimeOffset());

        var bytes = await GetAsync(newest.EvidenceId);

        Assert.Equal(Enumerable.Range(0, 100_000).Select(b => (byte)(b + 2)), bytes);
    }

    [Fact]
    public async Task ListEvidence_TimeThatIsNone_IsRefusedWithTheReason()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => ListAsync(new() { FromTime = new() { Seconds = long.MaxValue } }));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Contains("from_time", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetEvidence_TakenByTheQuotaOrNeverThere_IsNotFound()
    {
        File.Delete(Path.Combine(_clips.FullName, Clip("fm", 0).FileName));

        var gone = await Assert.ThrowsAsync<RpcException>(() => GetAsync(Clip("fm", 0).Id));
        var path = await Assert.ThrowsAsync<RpcException>(() => GetAsync("../../etc/passwd"));
        var longName = await Assert.ThrowsAsync<RpcException>(() => GetAsync((Clip("fm", 0) with { Label = new string('a', 300) }).Id));

        Assert.Equal((StatusCode.NotFound, StatusCode.NotFound, StatusCode.NotFound), (gone.StatusCode, path.StatusCode, longName.StatusCode));
    }

    private static EvidenceClip Clip(string source, int minute) => new(
        new DateTimeOffset(2026, 3, 1, 12, minute, 0, TimeSpan.Zero), source, "rock", "jazz", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15));

    private async Task<ListEvidenceResponse> ListAsync(ListEvidenceRequest request) =>
        await _daemon.Calls.AsyncUnaryCall(EvidenceMethods.ListEvidence, RunningDaemon.Within(TimeSpan.FromMinutes(1)), request);

    private async Task<List<byte>> GetAsync(string id)
    {
        using var call = _daemon.Calls.AsyncServerStreamingCall(
            EvidenceMethods.GetEvidence, RunningDaemon.Within(TimeSpan.FromMinutes(1)), new() { EvidenceId = id });
        var bytes = new List<byte>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            bytes.AddRange(call.ResponseStream.Current.Data);
        }
        return bytes;
    }
}
