using System.Buffers.Binary;
using LiveGenre.Daemon.Administration;
using LiveGenre.Daemon.Serving;
using LiveGenre.Daemon.SoundPictures;
using LiveGenre.Daemon.Tests.Administration;
using LiveGenre.Daemon.Tests.Serving;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.DependencyInjection;
using Response = LiveGenre.Protocol.V1.WatchSoundResponse.ResponseOneofCase;

namespace LiveGenre.Daemon.Tests.SoundPictures;

public sealed class SoundWatchTests(RunningDaemon daemon) : IClassFixture<RunningDaemon>
{
    private const int PrefixLength = 5; // of a message on the wire

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task WatchSound_FromTheStart_SendsTheFormatThenColumnsWithoutAHole()
    {
        using var call = Watch(daemon, new());
        var responses = await Take(call, r => r.Count(m => m.Columns is not null) >= 4);

        Assert.Equal(Response.Format, responses[0].ResponseCase);
        var column = responses[0].Format.ColumnDuration.ToTimeSpan();
        TimeSpan? next = null;
        foreach (var response in responses.Skip(1))
        {
            var start = (response.Columns?.StartOffset ?? response.Gap.StartOffset).ToTimeSpan();
            Assert.Equal(next?.TotalSeconds ?? start.TotalSeconds, start.TotalSeconds, 1e-3);
            next = response.Columns is { } columns ? start + (columns.ColumnCount * column) : response.Gap.EndOffset.ToTimeSpan();
        }
        Assert.All(responses.Where(r => r.Columns is not null).Select(r => r.Columns), columns =>
        {
            Assert.Equal((columns.ColumnCount * 128, columns.ColumnCount * 2), ((uint)columns.Mel.Length, (uint)columns.Waveform.Length));
            Assert.InRange(columns.Level.RmsDbfs, -60, -5);
            Assert.InRange((DateTimeOffset.UtcNow - columns.StartTime.ToDateTimeOffset()).TotalSeconds, 0, 60);
        });
    }

    [Fact]
    public async Task WatchSound_WhileOneHasListenedLong_BeginsWithTheLastSeconds()
    {
        await daemon.WatchUntil(new(), r => r.Exists(e => e.Window is not null)); // a window of 4 s has been heard
        using var call = Watch(daemon, new());

        var responses = await Take(call, r => r.Exists(m => m.Columns is not null));

        Assert.InRange(responses.Single(r => r.Columns is not null).Columns.ColumnCount, 40u, 90u); // 46 ms each
    }

    [Fact]
    public async Task WatchSound_TheModelHasChanged_SendsTheNewFormat()
    {
        var feed = daemon.Services.GetRequiredService<SourceFeeds>().Require("fm");
        using var call = Watch(daemon, new());
        await Take(call, r => r.Exists(m => m.Columns is not null));
        var sound = feed.Sound!;

        feed.Sound = new LiveSound(sound.Frames, sound.Samples, sound.Clock, sound.FrontEnd, windowFrames: 86);

        var responses = await Take(call, r => r.Exists(m => m.Format is not null));
        Assert.Equal(86 * 512.0 / 22_050, responses[^1].Format.WindowDuration.ToTimeSpan().TotalSeconds, 1e-6);
        feed.Sound = sound;
    }

    [Fact]
    public async Task WatchSound_FromABrowser_StreamsOnThePagesPort()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/livegenre.v1.GenreService/WatchSound")
        {
            Content = new ByteArrayContent(new byte[PrefixLength]), // a message of no bytes
        };
        request.Content.Headers.ContentType = new("application/grpc-web+proto");
        request.Headers.Add("X-Grpc-Web", "1");
        using var limit = new CancellationTokenSource(Patience);
        using var response = await daemon.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
        var messages = new List<WatchSoundResponse>();
        while (messages.Count < 3)
        {
            var prefix = new byte[PrefixLength];
            await body.ReadExactlyAsync(prefix, limit.Token);
            var message = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix.AsSpan(1))];
            await body.ReadExactlyAsync(message, limit.Token);
            messages.Add(WatchSoundResponse.Parser.ParseFrom(message));
        }

        Assert.Equal([Response.Format, Response.Columns, Response.Columns], messages.Select(m => m.ResponseCase));
    }

    [Fact]
    public async Task WatchSound_ColumnsTooWide_IsRefusedByName()
    {
        using var call = Watch(daemon, new() { FramesPerColumn = 17 });

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal((StatusCode.InvalidArgument, "frames_per_column = '17' is not valid: 1 to 16 are allowed, or 0 for 2."),
            (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task WatchSound_UnknownSource_IsNotFound()
    {
        using var call = Watch(daemon, new() { SourceId = "am" });

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal(StatusCode.NotFound, error.StatusCode);
    }

    [Fact]
    public async Task WatchSound_TheSourceIsRemoved_EndsAsNotFoundAndNamesTheOthers()
    {
        await using var other = await new AdministeredDaemon().StartAsync();
        await other.AskAsync(AdminMethods.AddSource, new AddSourceRequest { Settings = other.Playing("web") });
        using var call = other.Calls.AsyncServerStreamingCall(
            GenreMethods.WatchSound, RunningDaemon.Within(Patience), new WatchSoundRequest { SourceId = "web" });
        await Take(call, r => r.Exists(m => m.Columns is not null));

        await other.AskAsync(AdminMethods.RemoveSource, new RemoveSourceRequest { SourceId = "web" });

        var error = await Assert.ThrowsAsync<RpcException>(() => Take(call, _ => false));
        Assert.Equal((StatusCode.NotFound, "There is no source 'web'; there are: fm."), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task WatchSound_TheDaemonStops_EndsAsUnavailable()
    {
        var other = new RunningDaemon();
        await other.InitializeAsync();
        using var call = Watch(other, new());
        await Take(call, r => r.Exists(m => m.Columns is not null));

        var stopping = other.StopAsync();
        var error = await Assert.ThrowsAsync<RpcException>(() => Take(call, _ => false));
        await stopping;
        await other.DisposeAsync();

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }

    private static AsyncServerStreamingCall<WatchSoundResponse> Watch(RunningDaemon daemon, WatchSoundRequest request) =>
        daemon.Calls.AsyncServerStreamingCall(GenreMethods.WatchSound, RunningDaemon.Within(Patience), request);

    private static async Task<List<WatchSoundResponse>> Take(
        AsyncServerStreamingCall<WatchSoundResponse> call, Predicate<List<WatchSoundResponse>> isEnough)
    {
        var responses = new List<WatchSoundResponse>();
        while (!isEnough(responses) && await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            responses.Add(call.ResponseStream.Current);
        }
        return responses;
    }
}
