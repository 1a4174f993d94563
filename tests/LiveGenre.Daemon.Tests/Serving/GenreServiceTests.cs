using System.Net;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Reflection.V1;
using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Grpc.RichErrors;
using LiveGenre.Protocol.V1;
using Event = LiveGenre.Protocol.V1.WatchGenreResponse.EventOneofCase;

namespace LiveGenre.Daemon.Tests.Serving;

public sealed class GenreServiceTests(RunningDaemon daemon) : IClassFixture<RunningDaemon>
{
    private static readonly CallOptions Soon = RunningDaemon.Within(TimeSpan.FromMinutes(2));

    [Fact]
    public async Task WatchGenre_FromTheStart_SendsSnapshotWindowsAndHeartbeats()
    {
        var responses = await daemon.WatchUntil(new(), r => Count(r, Event.Window) >= 3 && Count(r, Event.Heartbeat) >= 1);

        Assert.Equal(Event.Snapshot, responses[0].EventCase);
        Assert.Equal("fm", responses[0].Snapshot.Source.SourceId);
        var windows = responses.Where(r => r.EventCase == Event.Window).Select(r => r.Window).ToList();
        Assert.All(windows, window =>
        {
            Assert.Equal(responses[0].Snapshot.Source.Labels.Count, window.Scores.Count);
            Assert.Equal(1, window.Scores.Sum(), 1e-3);
            Assert.Equal(1, window.SmoothedScores.Sum(), 1e-3);
            Assert.InRange(window.Level.RmsDbfs, -30, -5);
            Assert.Equal(4.06, (window.EndOffset.ToTimeSpan() - window.StartOffset.ToTimeSpan()).TotalSeconds, 0.01);
        });
        var hop = windows[0].HopDuration.ToTimeSpan().TotalSeconds;
        Assert.Contains(Math.Round(hop / 0.2554, 2), new[] { 1.0, 2, 4, 8 }); // a busy machine may not keep up with the shortest there is
        Assert.Equal(hop, (windows[1].StartOffset.ToTimeSpan() - windows[0].StartOffset.ToTimeSpan()).TotalSeconds, 1e-3);
    }

    [Fact]
    public async Task Reflection_OfTheDaemon_ListsAndDescribesHealthToo()
    {
        var info = Method.Create<ServerReflectionRequest, ServerReflectionResponse>(ReflectionReflection.Descriptor.Services[0], "ServerReflectionInfo");
        using var call = daemon.Calls.AsyncDuplexStreamingCall(info, Soon);
        await call.RequestStream.WriteAsync(new() { ListServices = "*" });
        await call.RequestStream.WriteAsync(new() { FileContainingSymbol = "grpc.health.v1.Health" });
        await call.RequestStream.CompleteAsync();

        var answers = await call.ResponseStream.ReadAllAsync().ToListAsync();

        Assert.Contains("grpc.health.v1.Health", answers[0].ListServicesResponse.Service.Select(service => service.Name));
        var file = Assert.Single(answers[1].FileDescriptorResponse.FileDescriptorProto);
        Assert.Equal("Health", Assert.Single(FileDescriptorProto.Parser.ParseFrom(file).Service).Name);
    }

    [Fact]
    public async Task WatchGenre_CutOffAndResumed_LosesNoEvent()
    {
        var before = await daemon.WatchUntil(new(), r => Count(r, Event.Window) >= 2);
        var during = await daemon.WatchUntil(new(), r => Count(r, Event.Window) >= 2);

        var after = await daemon.WatchUntil(
            new() { ResumeToken = before[^1].ResumeToken }, r => r.Count > 0 && r[^1].Sequence > during[^1].Sequence);

        Assert.Equal(Event.Snapshot, after[0].EventCase);
        var events = after.Where(r => r.EventCase is not (Event.Snapshot or Event.Heartbeat)).Select(r => r.Sequence).ToList();
        Assert.Equal(before[^1].Sequence + 1, events[0]);
        Assert.Equal(Enumerable.Range(0, events.Count).Select(i => events[0] + (ulong)i), events);
    }

    [Fact]
    public async Task WatchGenre_TokenThatIsNone_IsRefusedByName()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => daemon.WatchUntil(new() { ResumeToken = "bogus" }, _ => false));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.StartsWith("resume_token = 'bogus' is not valid", error.Status.Detail, StringComparison.Ordinal);
        Assert.Equal("resume_token", error.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Metadata["field"]);
    }

    [Fact]
    public async Task WatchGenre_UnknownEnumValues_NamesThoseOfTheContract()
    {
        var updates = await Assert.ThrowsAsync<RpcException>(() => daemon.WatchUntil(new() { Updates = (Updates)7 }, _ => false));
        var slow = await Assert.ThrowsAsync<RpcException>(() => daemon.WatchUntil(new() { SlowConsumer = (SlowConsumer)9 }, _ => false));

        Assert.Equal("updates = '7' is not valid: known are UPDATES_ALL, UPDATES_CHANGES.", updates.Status.Detail);
        Assert.Equal("slow_consumer = '9' is not valid: known are SLOW_CONSUMER_COALESCE_LATEST, SLOW_CONSUMER_DISCONNECT.", slow.Status.Detail);
    }

    [Fact]
    public async Task GetSource_UnknownId_NamesThoseThatExist()
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await daemon.Calls.AsyncUnaryCall(GenreMethods.GetSource, Soon, new() { SourceId = "am" }));

        Assert.Equal((StatusCode.NotFound, "There is no source 'am'; there are: fm."), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task ListSources_OfOne_GivesItWithItsCounts()
    {
        await daemon.WatchUntil(new(), r => Count(r, Event.Window) >= 1);

        var response = await daemon.Calls.AsyncUnaryCall(GenreMethods.ListSources, Soon, new());

        var source = Assert.Single(response.Sources);
        Assert.Equal((SourceState.Running, 22_050u, 1u), (source.State, source.InputSampleRateHz, source.InputChannelCount));
        Assert.True(source.WindowCount > 0);
        Assert.Empty(response.NextPageToken);
    }

    [Fact]
    public async Task ListSegments_PageSizeOutOfRange_IsRefused()
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await daemon.Calls.AsyncUnaryCall(GenreMethods.ListSegments, Soon, new() { PageSize = 5_000 }));

        Assert.Equal("page_size = '5000' is not valid: 1 to 1000 are allowed, or 0 for 100.", error.Status.Detail);
    }

    [Theory]
    [InlineData(44_100)]
    [InlineData(4_097)] // splits samples and frames
    public async Task ClassifyAudio_TenSecondsPushed_AnswersEveryWindowAndTheSegment(int chunk)
    {
        var audio = TestAudio.ToS16(TestAudio.Chord(TimeSpan.FromSeconds(10)));

        var responses = await Push(Format(22_050, 1), Split(audio, chunk));

        Assert.Equal("Pushed audio", responses[0].Source.DisplayName);
        // (220,500 − 89,600) / (11 × 512) = 23.2: windows 0 to 23
        Assert.Equal(24, responses.Count(r => r.ResponseCase == ClassifyAudioResponse.ResponseOneofCase.Window));
        Assert.Equal(ClassifyAudioResponse.ResponseOneofCase.Segment, responses[^1].ResponseCase);
    }

    [Fact]
    public async Task ClassifyAudio_AnyChunks_GiveTheSameScores()
    {
        var audio = TestAudio.ToS16(TestAudio.Chord(TimeSpan.FromSeconds(6)));

        var large = await Push(Format(22_050, 1), Split(audio, 90_000));
        var small = await Push(Format(22_050, 1), Split(audio, 1_001));

        static IEnumerable<float> Scores(List<ClassifyAudioResponse> responses) => responses.Where(r => r.Window is not null).SelectMany(r => r.Window.Scores);
        Assert.Equal(Scores(large), Scores(small), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Theory]
    [InlineData(7_999u, 1u, "format.sample_rate_hz = '7999' is not valid: 8000 to 192000 are allowed.")]
    [InlineData(4_000_000_000u, 1u, "format.sample_rate_hz = '4000000000' is not valid: 8000 to 192000 are allowed.")]
    [InlineData(44_100u, 0u, "format.channel_count = '0' is not valid: 1 to 32 are allowed.")]
    public async Task ClassifyAudio_AbsurdFormat_IsRefused(uint rate, uint channels, string message)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => Push(Format(rate, channels), []));

        Assert.Equal((StatusCode.InvalidArgument, message), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task ClassifyAudio_BytesThatEndWithinAFrame_SaysSoBehindAllThatItHeard()
    {
        var audio = TestAudio.ToS16(TestAudio.Chord(TimeSpan.FromSeconds(5)));
        var heard = new List<ClassifyAudioResponse>();

        var error = await Assert.ThrowsAsync<RpcException>(() => Push(Format(22_050, 1), [.. Split(audio, 44_100), new byte[1]], heard));

        Assert.Equal("audio = '1 bytes over' is not valid: the audio ends within a frame of 1 × 2 bytes.", error.Status.Detail);
        Assert.Equal(ClassifyAudioResponse.ResponseOneofCase.Segment, heard[^1].ResponseCase);
    }

    [Theory]
    [InlineData(AudioFormat.Types.Encoding.Unspecified, "ENCODING_UNSPECIFIED")]
    [InlineData((AudioFormat.Types.Encoding)9, "9")]
    public async Task ClassifyAudio_UnknownEncoding_NamesThoseOfTheContract(AudioFormat.Types.Encoding encoding, string value)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => Push(Format(44_100, 2, encoding), []));

        Assert.Equal(
            $"format.encoding = '{value}' is not valid: known are ENCODING_S16LE, ENCODING_S24LE, ENCODING_S32LE, ENCODING_F32LE.", error.Status.Detail);
    }

    [Fact]
    public async Task ClassifyAudio_NaNAndInfinity_AreTakenAsSilence()
    {
        var samples = Enumerable.Range(0, 22_050 * 5).Select(i => i % 2 == 0 ? float.NaN : float.PositiveInfinity).ToArray();
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(samples).ToArray();

        var responses = await Push(Format(22_050, 1, AudioFormat.Types.Encoding.F32Le), Split(bytes, 80_000));

        Assert.All(responses.Where(r => r.Window is not null), r => Assert.Equal(Activity.Silence, r.Window.Activity));
    }

    [Fact]
    public async Task ClassifyAudio_MessageBeyondTheLimit_IsResourceExhausted()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => Push(Format(22_050, 1), [new byte[200_000]]));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Fact]
    public async Task ClassifyAudio_WithoutAFormat_SaysWhatComesFirst()
    {
        using var call = daemon.Calls.AsyncDuplexStreamingCall(GenreMethods.ClassifyAudio, Soon);
        await call.RequestStream.WriteAsync(new() { Audio = ByteString.CopyFrom(1, 2) });

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal("request = 'audio' is not valid: the first request carries the format.", error.Status.Detail);
    }

    [Fact]
    public async Task Metrics_WhileRunning_CountWindowsInPrometheusFormat()
    {
        await daemon.WatchUntil(new(), r => Count(r, Event.Window) >= 1);
        // Counted before its answer is sent; a stream that the client gives up only when the server has noticed.
        await daemon.Calls.AsyncUnaryCall(GenreMethods.GetSource, Soon, new());

        var page = await daemon.Http.GetStringAsync("/metrics");

        Assert.Matches("(?m)^livegenre_windows_total\\{source=\"fm\"\\} [1-9]", page);
        Assert.Matches("(?m)^livegenre_source_state\\{source=\"fm\"\\} 2$", page);
        Assert.Matches("(?m)^livegenre_subscribers\\{source=\"fm\"\\} [0-9]+$", page);
        Assert.Matches("(?m)^livegenre_inference_duration_seconds_bucket\\{le=\"\\+Inf\"\\} [1-9]", page);
        Assert.Matches(
            "(?m)^livegenre_grpc_server_calls_total\\{rpc_method=\"livegenre.v1.GenreService/GetSource\",rpc_response_status_code=\"OK\"\\} [1-9]", page);
        Assert.Contains("# TYPE livegenre_inference_duration_seconds histogram", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ready_WhileSoundArrives_Is200()
    {
        await daemon.WatchUntil(new(), r => Count(r, Event.Window) >= 1);

        using var response = await daemon.Http.GetAsync("/health/ready");

        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        Assert.Contains("\"model\":{\"id\":\"livegenre-1\",\"state\":\"answering\",\"detail\":\"\"}", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_AskedWithHead_AnswersItsStatusAlone(string path)
    {
        await daemon.WatchUntil(new(), r => Count(r, Event.Window) >= 1);

        using var response = await daemon.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

        Assert.Equal((HttpStatusCode.OK, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    private static int Count(List<WatchGenreResponse> responses, Event kind) => responses.Count(r => r.EventCase == kind);

    private static ClassifyAudioRequest Format(
        uint rate, uint channels, AudioFormat.Types.Encoding encoding = AudioFormat.Types.Encoding.S16Le) =>
        new() { Format = new() { SampleRateHz = rate, ChannelCount = channels, Encoding = encoding } };

    private static IEnumerable<byte[]> Split(byte[] bytes, int length) => bytes.Chunk(length);

    private async Task<List<ClassifyAudioResponse>> Push(ClassifyAudioRequest format, IEnumerable<byte[]> chunks, List<ClassifyAudioResponse>? heard = null)
    {
        using var call = daemon.Calls.AsyncDuplexStreamingCall(GenreMethods.ClassifyAudio, Soon);
        var responses = heard ?? [];
        var reading = Task.Run(async () =>
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                responses.Add(call.ResponseStream.Current);
            }
        });
        try
        {
            await call.RequestStream.WriteAsync(format);
            foreach (var chunk in chunks)
            {
                await call.RequestStream.WriteAsync(new() { Audio = ByteString.CopyFrom(chunk) });
            }
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException)
        {
            // The server has answered already; the answer says why.
        }
        await reading;
        return responses;
    }
}
