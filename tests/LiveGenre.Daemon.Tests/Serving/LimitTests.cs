using System.Diagnostics.Metrics;
using System.Net;
using Google.Protobuf;
using Google.Rpc;
using LiveGenre.Daemon.Administration;
using LiveGenre.Daemon.Serving;
using LiveGenre.Daemon.Serving.Limits;
using LiveGenre.Daemon.Tests.Administration;
using LiveGenre.Grpc;
using LiveGenre.Grpc.Client;
using LiveGenre.Grpc.RichErrors;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Event = LiveGenre.Protocol.V1.WatchGenreResponse.EventOneofCase;

namespace LiveGenre.Daemon.Tests.Serving;

public sealed class LimitTests
{
    private const string Section = "Serving:Limits:";

    private static readonly AudioFormat TelephoneMono = new() { SampleRateHz = 8_000, ChannelCount = 1, Encoding = AudioFormat.Types.Encoding.S16Le };

    private static readonly AudioFormat CdMono = new() { SampleRateHz = 44_100, ChannelCount = 1, Encoding = AudioFormat.Types.Encoding.S16Le };

    [Fact]
    public async Task Calls_MoreThanAClientMayOpen_AreRefusedUntilOneEnds()
    {
        await using var daemon = await new AdministeredDaemon().With(Section + "MaxCallsPerClient", "2").StartAsync();
        using var first = await WatchAsync(daemon);
        var second = await WatchAsync(daemon);

        var refused = await daemon.RefusesAsync(GenreMethods.GetSource, new());
        using var http = new HttpClient();
        using var page = await http.GetAsync(new Uri(daemon.Page));
        second.Dispose();
        while (await TryMetricsAsync(http, daemon) is var text && !text.Contains("livegenre_limit_refusals_total{limit=\"MaxCallsPerClient\"}", StringComparison.Ordinal))
        {
            await Task.Delay(20); // until the daemon has seen that the second is gone
        }

        RequireLimit(refused, "MaxCallsPerClient", "2");
        Assert.Equal(HttpStatusCode.TooManyRequests, page.StatusCode);
        Assert.Contains("LiveGenre:Serving:Limits:MaxCallsPerClient", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_MoreThanAClientMayHave_AreToldWhyAndClosed()
    {
        await using var daemon = await new AdministeredDaemon().With(Section + "MaxConnectionsPerClient", "1").StartAsync();
        using var watch = await WatchAsync(daemon);
        using var other = GrpcChannel.ForAddress(daemon.Grpc);
        using var http = new HttpClient();

        var refused = await Assert.ThrowsAsync<RpcException>(() => AskAsync(other));
        using var page = await http.GetAsync(new Uri(daemon.Page));

        RequireLimit(refused, "MaxConnectionsPerClient", "1");
        Assert.Equal(HttpStatusCode.TooManyRequests, page.StatusCode);
        Assert.True(page.Headers.ConnectionClose);
        await AdministeredDaemon.UntilAsync(watch, r => r.EventCase == Event.Window); // who was there first goes on
    }

    [Fact]
    public async Task Calls_FasterThanAClientMay_AreRefusedBehindTheFirstTenSecondsWorth()
    {
        await using var daemon = await new AdministeredDaemon().With(Section + "MaxRequestsPerSecondPerClient", "2").StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            try
            {
                await daemon.AskAsync(AdminMethods.GetAccess, new());
                return null;
            }
            catch (RpcException refused)
            {
                return refused;
            }
        }));

        Assert.InRange(answers.Count(a => a is null), 20, 199);
        RequireLimit(answers.First(a => a is not null)!, "MaxRequestsPerSecondPerClient", "2");
    }

    [Fact]
    public async Task ClassifyAudio_SecondOfAClientThatMayPushOne_IsRefused()
    {
        await using var daemon = await new AdministeredDaemon().With(Section + "MaxPushedStreamsPerClient", "1").StartAsync();
        using var first = await PushAsync(daemon, CdMono);

        var refused = await Assert.ThrowsAsync<RpcException>(() => PushAsync(daemon, CdMono));

        RequireLimit(refused, "MaxPushedStreamsPerClient", "1");
    }

    [Fact]
    public async Task ClassifyAudio_MoreThanMayBeUploaded_IsRefused()
    {
        await using var daemon = await new AdministeredDaemon().With(Section + "MaxUploadBytes", "1000000").StartAsync();
        using var call = await PushAsync(daemon, CdMono);

        await call.RequestStream.WriteAsync(Audio(900_000));
        await call.RequestStream.WriteAsync(Audio(100_001));
        var refused = await Assert.ThrowsAsync<RpcException>(() => ReadToEndAsync(call));

        RequireLimit(refused, "MaxUploadBytes", "1000000");
    }

    [Fact]
    public async Task ClassifyAudio_NothingComes_GivesThePlaceBack()
    {
        await using var daemon = await new AdministeredDaemon().With(Section + "UploadIdleTimeout", "00:00:00.2").With(Section + "MaxPushedStreamsPerClient", "1").StartAsync();
        using var idle = await PushAsync(daemon, CdMono);

        var ended = await Assert.ThrowsAsync<RpcException>(() => ReadToEndAsync(idle));

        Assert.Equal(StatusCode.DeadlineExceeded, ended.StatusCode);
        Assert.Contains("LiveGenre:Serving:Limits:UploadIdleTimeout", ended.Status.Detail, StringComparison.Ordinal);
        using var next = await PushAsync(daemon, CdMono);
    }

    [Fact]
    public async Task AnswerAsync_NobodyReads_EndsTheStream()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var limits = new ClientLimits(
            new(), new(services.GetRequiredService<IMeterFactory>()), TimeProvider.System, NullLogger<ClientLimits>.Instance);
        using var upload = new Upload(null!, limits, IPAddress.Loopback, TimeSpan.FromSeconds(0.2), TimeProvider.System, CancellationToken.None);

        var stalled = await Assert.ThrowsAsync<RpcException>(() => upload.AnswerAsync(new UnreadAnswers(), new ClassifyAudioResponse()));

        Assert.Equal(StatusCode.DeadlineExceeded, stalled.StatusCode);
        Assert.Contains("No answer has been read", stalled.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_MessageThatIsTooLarge_NamesTheSetting()
    {
        await using var daemon = await new AdministeredDaemon().With("Serving:MaxReceiveMessageBytes", "1024").StartAsync();

        var refused = await daemon.RefusesAsync(GenreMethods.GetSource, new() { SourceId = new string('x', 2_000) });

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Contains("at most 1024 bytes are accepted (LiveGenre:Serving:MaxReceiveMessageBytes)", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void EnterCall_ByDefault_LetsTwoThousandSubscribersOfOneMachineThroughAtOnce()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var limits = new ClientLimits(
            new(), new(services.GetRequiredService<IMeterFactory>()), TimeProvider.System, NullLogger<ClientLimits>.Instance);

        var places = Enumerable.Range(0, 2_048).Select(_ => limits.EnterCall(IPAddress.Loopback, out var refusal) ?? throw refusal!).ToList();
        limits.EnterCall(IPAddress.Loopback, out var tooMany);
        limits.EnterCall(IPAddress.Parse("192.0.2.1"), out var another);
        places.ForEach(place => place.Dispose());
        limits.EnterCall(IPAddress.Loopback, out var again);

        RequireLimit(tooMany!, "MaxCallsPerClient", "2048");
        Assert.Equal((null, null), (another, again));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:aaaa::1", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:bbbb:cccc:dddd:eeee", "2001:db8:1:2::")]
    [InlineData("::1", "::")]
    public void ClientAddress_OfWhatOneClientHas_IsOne(string remote, string client) =>
        Assert.Equal(IPAddress.Parse(client), ClientAddress.Of(new IPEndPoint(IPAddress.Parse(remote), 1)));

    [Fact]
    public async Task Error_OfAClientsOwnLongText_FitsIntoHeaders()
    {
        await using var daemon = await new AdministeredDaemon().StartAsync();
        var text = string.Concat(Enumerable.Repeat("𝄞é", 50_000));

        var unknown = await daemon.RefusesAsync(GenreMethods.GetSource, new() { SourceId = text });
        var invalid = await daemon.RefusesAsync(AdminMethods.AddSource, new() { Settings = new() { SourceId = text } });

        Assert.Equal([StatusCode.NotFound, StatusCode.InvalidArgument], new[] { unknown, invalid }.Select(e => e.StatusCode));
        Assert.All(new[] { unknown, invalid }, e => Assert.InRange(e.Status.Detail.Length, 100, 600));
    }

    private static async Task<LiveGenre.Grpc.AsyncServerStreamingCall<WatchGenreResponse>> WatchAsync(AdministeredDaemon daemon)
    {
        var call = daemon.Watch("fm");
        await AdministeredDaemon.UntilAsync(call, r => r.EventCase == Event.Snapshot);
        return call;
    }

    private static async Task AskAsync(GrpcChannel channel) =>
        await channel.CreateCallInvoker().AsyncUnaryCall(GenreMethods.GetSource, new CallOptions(), new GetSourceRequest());

    private static async Task<AsyncDuplexStreamingCall<ClassifyAudioRequest, ClassifyAudioResponse>> PushAsync(AdministeredDaemon daemon, AudioFormat format)
    {
        var call = daemon.Calls.AsyncDuplexStreamingCall(GenreMethods.ClassifyAudio, new CallOptions().WithDeadline(DateTime.UtcNow + TimeSpan.FromMinutes(2)));
        try
        {
            await call.RequestStream.WriteAsync(new ClassifyAudioRequest { Format = format });
        }
        catch (RpcException)
        {
            // It was refused before the format came; reading says why.
        }
        Assert.True(await call.ResponseStream.MoveNext());
        return call;
    }

    private static ClassifyAudioRequest Audio(int bytes) => new() { Audio = ByteString.CopyFrom(new byte[bytes]) };

    private static async Task ReadToEndAsync(AsyncDuplexStreamingCall<ClassifyAudioRequest, ClassifyAudioResponse> call)
    {
        while (await call.ResponseStream.MoveNext())
        {
        }
    }

    private static async Task<string> TryMetricsAsync(HttpClient http, AdministeredDaemon daemon)
    {
        using var response = await http.GetAsync(new Uri(daemon.Page + "/metrics"));
        return await response.Content.ReadAsStringAsync();
    }

    private static void RequireLimit(RpcException refused, string limit, string value)
    {
        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Contains($"LiveGenre:Serving:Limits:{limit}", refused.Status.Detail, StringComparison.Ordinal);
        var info = refused.GetRpcStatus()!.GetDetail<ErrorInfo>()!;
        Assert.Equal(("LIMIT_REACHED", value), (info.Reason, info.Metadata["limit"]));
    }

    /// <summary>A client that leaves every answer where it is.</summary>
    private sealed class UnreadAnswers : IServerStreamWriter<ClassifyAudioResponse>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(ClassifyAudioResponse message, CancellationToken cancellationToken = default) => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);

        public Task WriteAsync(SerializedMessage<ClassifyAudioResponse> message, CancellationToken cancellationToken = default) =>
            Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }
}
