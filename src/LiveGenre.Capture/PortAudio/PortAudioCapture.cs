using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiveGenre.Capture.Buffering;
using LiveGenre.Core.Audio;
using static LiveGenre.Capture.PortAudio.LibPortAudio;

namespace LiveGenre.Capture.PortAudio;

/// <summary>An open PortAudio stream. PortAudio's real-time thread calls back and only copies.</summary>
internal sealed unsafe class PortAudioCapture : IAudioCapture
{
    private static readonly TimeSpan Buffered = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    // Between what a collection of garbage takes and what a live readout bears.
    private const double LeastLatencySeconds = 0.02;
    private const double MostLatencySeconds = 0.1;

    private readonly string _address;
    private readonly CaptureQueue _queue;
    private readonly int _channels;
    private GCHandle _self; // keeps this object where the callback finds it until the stream is closed
    private nint _stream;
    private double _nextAdcTime;
    private Task? _closing;

    private PortAudioCapture(string address, AudioFormat format)
    {
        (_address, Format, _channels) = (address, format, format.Channels);
        _queue = new CaptureQueue(format, Buffered);
    }

    /// <inheritdoc/>
    public AudioFormat Format { get; }

    /// <summary>Opens and starts the input called <paramref name="name"/>; on PortAudio's thread.</summary>
    /// <exception cref="AudioSourceException">There is none, or it refuses.</exception>
    public static PortAudioCapture Open(string address, string name)
    {
        var inputs = PortAudioDevices.Inputs();
        var device = PortAudioDevices.Find(inputs, name) ?? throw new AudioSourceException(
            AudioSourceFault.NotFound, address, $"'{address}': no such input. {PortAudioDevices.Known(inputs)}" +
            (PortAudioHost.Shared.OpenStreams > 0 ? " What was plugged in later shows once its other streams are closed." : ""));
        var error = 0;
        foreach (var format in Candidates(device))
        {
            var capture = new PortAudioCapture(address, format);
            error = capture.Start(device);
            if (error == 0)
            {
                PortAudioHost.Shared.StreamOpened();
                return capture;
            }

            if (error is not (InvalidChannelCount or InvalidSampleRate))
            {
                break;
            }
        }

        throw new AudioSourceException(
            error is InvalidChannelCount or InvalidSampleRate ? AudioSourceFault.UnsupportedFormat : AudioSourceFault.Unreachable,
            address, $"'{address}' cannot be opened: {ErrorText(error)}.", error);
    }

    /// <inheritdoc/>
    public ValueTask<CaptureRead> ReadAsync(Memory<float> interleaved, int leastFrames, CancellationToken cancellation) =>
        _queue.ReadAsync(interleaved, leastFrames, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_queue)
        {
            _closing ??= PortAudioHost.Shared.RunAsync(_address, Close);
        }

        // If the driver hangs, the stream stays PortAudio's; the caller goes on.
        return new(Task.WhenAny(_closing, Task.Delay(ClosePatience)));
    }

    // What the device claims first; then what every device of its kind is likely to take.
    private static IEnumerable<AudioFormat> Candidates(PortAudioDevice device) =>
        from rate in new[] { device.Format.SampleRateHz, 48_000, 44_100 }.Distinct()
        from channels in new[] { device.Format.Channels, 2, 1 }.Distinct()
        where channels <= device.Format.Channels
        select new AudioFormat(rate, channels);

    private int Start(PortAudioDevice device)
    {
        if (!Format.IsSupported)
        {
            return InvalidSampleRate;
        }

        var parameters = new PaStreamParameters
        {
            Device = device.Index,
            ChannelCount = _channels,
            SampleFormat = new CULong(Float32),
            SuggestedLatency = Math.Clamp(device.LatencySeconds, LeastLatencySeconds, MostLatencySeconds),
        };
        _self = GCHandle.Alloc(this);
        var error = Pa_OpenStream(
            out var stream, in parameters, 0, Format.SampleRateHz, default, new CULong(ClipOff | DitherOff),
            &OnSamples, GCHandle.ToIntPtr(_self));
        if (error == 0)
        {
            _stream = stream;
            _ = Pa_SetStreamFinishedCallback(stream, &OnFinished);
            error = Pa_StartStream(stream);
        }

        if (error != 0)
        {
            Release();
        }

        return error;
    }

    private bool Close()
    {
        _queue.Complete(); // first, so that the end of the stream does not count as a loss
        _ = Pa_AbortStream(_stream);
        Release();
        PortAudioHost.Shared.StreamClosed();
        return true;
    }

    private void Release()
    {
        if (_stream != 0)
        {
            _ = Pa_CloseStream(_stream); // no callback comes after this
            _stream = 0;
        }

        _self.Free();
        _queue.Dispose();
    }

    private void Receive(float* input, int frames, PaStreamCallbackTimeInfo* time, bool hasOverflowed)
    {
        if (input is null)
        {
            _queue.ReportLoss(frames);
            return;
        }

        var adcTime = time is null ? 0 : time->InputBufferAdcTime;
        if (hasOverflowed)
        {
            // PortAudio does not say how much is missing; the distance of the blocks does, if the driver keeps time.
            var missing = (adcTime - _nextAdcTime) * Format.SampleRateHz;
            _queue.ReportLoss(_nextAdcTime > 0 && missing > 0 && missing < 10d * Format.SampleRateHz ? Math.Max(1, (long)missing) : frames);
        }

        _nextAdcTime = adcTime > 0 ? adcTime + ((double)frames / Format.SampleRateHz) : 0;
        _queue.Write(new ReadOnlySpan<float>(input, frames * _channels));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSamples(
        float* input, void* output, CULong frames, PaStreamCallbackTimeInfo* time, CULong flags, nint userData)
    {
        ((PortAudioCapture)GCHandle.FromIntPtr(userData).Target!).Receive(
            input, (int)frames.Value, time, (flags.Value & InputOverflow) != 0);
        return Continue;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnFinished(nint userData)
    {
        var capture = (PortAudioCapture)GCHandle.FromIntPtr(userData).Target!;
        capture._queue.Complete(new AudioSourceException(
            AudioSourceFault.Lost, capture._address, $"'{capture._address}' was lost: its driver stopped the stream."));
    }
}
