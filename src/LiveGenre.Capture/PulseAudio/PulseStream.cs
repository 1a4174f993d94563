using LiveGenre.Capture.Buffering;
using static LiveGenre.Capture.PulseAudio.LibPulse;

namespace LiveGenre.Capture.PulseAudio;

/// <summary>A recording stream of 32-bit floats at the device's own rate and channels. Used by the connection's thread.</summary>
internal sealed class PulseStream : IDisposable
{
    // What the server collects before it sends. Short, because it is part of the latency; 50 packets a second cost nothing.
    private const double FragmentSeconds = 0.02;

    private readonly PulseConnection _connection;
    private readonly int _frameBytes;
    private nint _stream;

    private PulseStream(PulseConnection connection, PulseDevice device)
    {
        (_connection, _frameBytes) = (connection, device.Format.Channels * sizeof(float));
        var format = device.SampleSpec with { Format = SampleFloat32Le };
        _stream = pa_stream_new(connection.Context, "Genre recognition", in format, device.ChannelMap);
    }

    /// <summary>Whether the server still feeds it.</summary>
    public bool IsAlive => pa_stream_get_state(_stream) is not (StreamFailed or StreamTerminated);

    /// <summary>Starts recording from <paramref name="device"/>.</summary>
    /// <exception cref="AudioSourceException">The server refuses.</exception>
    public static PulseStream Open(PulseConnection connection, PulseDevice device, string address, long deadline)
    {
        var stream = new PulseStream(connection, device);
        try
        {
            var attributes = new PulseBufferAttributes
            {
                MaxLength = uint.MaxValue,
                TargetLength = uint.MaxValue,
                PreBuffer = uint.MaxValue,
                MinRequest = uint.MaxValue,
                FragmentSize = (uint)(device.Format.SampleRateHz * FragmentSeconds) * (uint)stream._frameBytes,
            };

            // Without DONT_MOVE a monitor whose sink goes away would go on as somebody's microphone.
            var begun = stream._stream != 0
                && pa_stream_connect_record(stream._stream, device.Name, in attributes, StreamDontMove | StreamAdjustLatency) >= 0;
            while (begun && stream.IsAlive && pa_stream_get_state(stream._stream) != StreamReady)
            {
                connection.IterateUntil(deadline);
            }

            return begun && stream.IsAlive
                ? stream
                : throw new AudioSourceException(
                    AudioSourceFault.Unreachable, address,
                    $"'{address}': the sound server refuses to record from '{device.Name}': {ErrorText(connection.LastError)}.",
                    connection.LastError);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Moves all that has arrived into <paramref name="queue"/>; holes are reported as lost.</summary>
    /// <returns>Whether anything had arrived.</returns>
    public unsafe bool Drain(CaptureQueue queue)
    {
        var any = false;
        while (pa_stream_readable_size(_stream) is var readable && readable > 0 && readable != nuint.MaxValue)
        {
            if (pa_stream_peek(_stream, out var data, out var byteCount) < 0 || byteCount == 0)
            {
                break;
            }

            any = true;
            if (data is null)
            {
                queue.ReportLoss((long)byteCount / _frameBytes);
            }
            else
            {
                queue.Write(new ReadOnlySpan<float>(data, (int)byteCount / _frameBytes * (_frameBytes / sizeof(float))));
            }

            _ = pa_stream_drop(_stream);
        }

        return any;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stream != 0)
        {
            if (_connection.IsAlive)
            {
                _ = pa_stream_disconnect(_stream);
            }

            pa_stream_unref(_stream);
            _stream = 0;
        }
    }
}
