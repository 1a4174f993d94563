using LiveGenre.Capture.Raw;
using LiveGenre.Core.Decisions;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving.Limits;
using LiveGenre.Grpc;
using LiveGenre.Onnx.Classification;
using LiveGenre.Protocol.V1;
using AudioFormat = LiveGenre.Core.Audio.AudioFormat;

namespace LiveGenre.Daemon.Serving;

/// <summary>
/// Answers ClassifyAudio: each call has its own analyzer and its own classifier, so that a client that pushes hours of
/// audio never delays what is on air by more than its share of the processor.
/// </summary>
internal sealed class PushedAudio(LiveModel live, LiveGenreOptions options, ClientLimits limits, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.Serving.MaxPushedStreams);

    public async Task ClassifyAsync(
        IAsyncStreamReader<ClassifyAudioRequest> requests, IServerStreamWriter<ClassifyAudioResponse> responses, ServerCallContext call)
    {
        var client = ClientAddress.Of(call);
        using var own = limits.EnterPushedStream(client);
        if (!_places.Wait(TimeSpan.Zero, CancellationToken.None))
        {
            throw RequestErrors.TooManyPushedStreams(options.Serving.MaxPushedStreams);
        }
        try
        {
            var model = live.Current; // a call keeps the model that it began with
            using var classifier = new OnnxGenreClassifier(model.Bundle!, new OnnxClassifierOptions { MaxBatch = 8 });
            using var upload = new Upload(requests, limits, client, options.Serving.Limits.UploadIdleTimeout, time, call.CancellationToken);
            await AnswerAsync(model, classifier, upload, responses);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task AnswerAsync(
        ServedModel model, IGenreClassifier classifier, Upload upload, IServerStreamWriter<ClassifyAudioResponse> responses)
    {
        var (format, encoding) = ReadFormat(await upload.NextAsync());
        var labels = model.LabelsFor(null);
        var analyzer = new AudioAnalyzer(classifier, options, format, labels: labels);
        await upload.AnswerAsync(responses, new ClassifyAudioResponse { Source = Describe(model, labels, format) });
        var decoder = new SplitPcm(encoding, format.Channels);
        var outbox = new Outbox(labels, new StreamClock(analyzer.SampleRateHz), model.HopSamples, time.GetUtcNow());
        while (await upload.NextAsync() is { } request)
        {
            if (request.RequestCase != ClassifyAudioRequest.RequestOneofCase.Audio)
            {
                throw RequestErrors.Invalid("request", Content(request), "after the format every request carries audio");
            }
            analyzer.Push(decoder.Decode(request.Audio.Span), outbox.Add);
            await outbox.SendAsync(upload, responses);
        }
        if (analyzer.Complete(outbox.Add) is { } last)
        {
            outbox.Add(last);
        }
        await outbox.SendAsync(upload, responses);
        if (decoder.HasRemainder)
        {
            throw RequestErrors.Invalid("audio", $"{decoder.RemainderBytes} bytes over",
                $"the audio ends within a frame of {format.Channels} × {PcmDecoder.BytesPerSample(encoding)} bytes");
        }
    }

    private static (AudioFormat Format, PcmEncoding Encoding) ReadFormat(ClassifyAudioRequest? first)
    {
        if (first?.RequestCase != ClassifyAudioRequest.RequestOneofCase.Format)
        {
            throw RequestErrors.Invalid("request", Content(first), "the first request carries the format");
        }
        var asked = first.Format;
        if (asked.SampleRateHz is < AudioFormat.MinSampleRateHz or > AudioFormat.MaxSampleRateHz)
        {
            throw RequestErrors.Invalid("format.sample_rate_hz", $"{asked.SampleRateHz}",
                $"{AudioFormat.MinSampleRateHz} to {AudioFormat.MaxSampleRateHz} are allowed");
        }
        if (asked.ChannelCount is < 1 or > AudioFormat.MaxChannels)
        {
            throw RequestErrors.Invalid("format.channel_count", $"{asked.ChannelCount}", $"1 to {AudioFormat.MaxChannels} are allowed");
        }
        var encoding = asked.Encoding switch
        {
            Protocol.V1.AudioFormat.Types.Encoding.S16Le => PcmEncoding.S16,
            Protocol.V1.AudioFormat.Types.Encoding.S24Le => PcmEncoding.S24,
            Protocol.V1.AudioFormat.Types.Encoding.S32Le => PcmEncoding.S32,
            Protocol.V1.AudioFormat.Types.Encoding.F32Le => PcmEncoding.F32,
            _ => throw RequestErrors.Invalid("format.encoding", Protocol.V1.AudioFormat.Descriptor.FindFieldByName("encoding").EnumType, (int)asked.Encoding),
        };
        return (new AudioFormat((int)asked.SampleRateHz, (int)asked.ChannelCount), encoding);
    }

    /// <summary>What a request carries, as the contract calls it.</summary>
    private static string Content(ClassifyAudioRequest? request) => request?.RequestCase switch
    {
        ClassifyAudioRequest.RequestOneofCase.Format => "format",
        ClassifyAudioRequest.RequestOneofCase.Audio => "audio",
        _ => "nothing",
    };

    private Source Describe(ServedModel model, LabelMap labels, AudioFormat format)
    {
        var status = new SourceStatus();
        status.SetFormat(format);
        status.Enter(new(SourceState.Running, "Pushed by the client.", time.GetUtcNow()));
        return SourceDescription.For(model, labels, "", "Pushed audio", "push").ToMessage(status);
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    /// <summary>Messages that wait to be sent, because an analyzer hands windows out while it cannot wait.</summary>
    private sealed class Outbox
    {
        private readonly LabelMap _labels;
        private readonly StreamClock _clock;
        private readonly TimeSpan _hop;
        private readonly List<ClassifyAudioResponse> _waiting = [];

        public Outbox(LabelMap labels, StreamClock clock, int hopSamples, DateTimeOffset start)
        {
            (_labels, _clock, _hop) = (labels, clock, clock.Duration(hopSamples));
            clock.Observe(0, start);
        }

        public void Add(AnalysisWindow window, DecisionSegment? closed)
        {
            if (closed is { } segment)
            {
                Add(segment);
            }
            _waiting.Add(new() { Window = EventMessages.Window(window, "", _clock, _hop) });
        }

        public void Add(DecisionSegment segment) => _waiting.Add(new() { Segment = EventMessages.Segment(segment, _labels, "", _clock) });

        public async Task SendAsync(Upload upload, IServerStreamWriter<ClassifyAudioResponse> responses)
        {
            foreach (var message in _waiting)
            {
                await upload.AnswerAsync(responses, message);
            }
            _waiting.Clear();
        }
    }
}
