using System.Threading.Channels;
using LiveGenre.Capture;
using LiveGenre.Core.Audio;

namespace LiveGenre.Daemon.Tests.Pipeline;

/// <summary>A source whose connections a test writes: what opens, what arrives, how it is lost.</summary>
internal sealed class ScriptedSource : IAudioSource
{
    private readonly Channel<Func<IAudioCapture>> _connections = Channel.CreateUnbounded<Func<IAudioCapture>>();

    public string Address => "scripted";

    public bool IsLive { get; init; } = true;

    public bool IsSilentWhenIdle { get; init; }

    /// <summary>The next opening gives a connection of this format.</summary>
    public Connection Connect(int sampleRateHz = 22_050, int channels = 1)
    {
        var connection = new Connection(new AudioFormat(sampleRateHz, channels));
        _connections.Writer.TryWrite(() => connection);
        return connection;
    }

    /// <summary>The next opening fails.</summary>
    public void Refuse(AudioSourceFault fault, string message) =>
        _connections.Writer.TryWrite(() => throw new AudioSourceException(fault, Address, message));

    /// <summary>The next opening fails as no source should.</summary>
    public void Crash(Exception error) => _connections.Writer.TryWrite(() => throw error);

    public async ValueTask<IAudioCapture> OpenAsync(CancellationToken cancellation) =>
        (await _connections.Reader.ReadAsync(cancellation))();

    internal sealed class Connection(AudioFormat format) : IAudioCapture
    {
        private readonly Channel<(float[]? Samples, long Lost, Exception? Error)> _blocks = Channel.CreateUnbounded<(float[]?, long, Exception?)>();
        private ReadOnlyMemory<float> _rest; // of a block that did not fit

        public AudioFormat Format { get; } = format;

        public bool IsDisposed { get; private set; }

        public Connection Deliver(float[] samples, long lostFrames = 0)
        {
            var part = Format.SampleRateHz / 20 * Format.Channels;
            for (var at = 0; at < samples.Length; at += part)
            {
                _blocks.Writer.TryWrite((samples[at..Math.Min(at + part, samples.Length)], at == 0 ? lostFrames : 0, null));
            }
            return this;
        }

        public void End() => _blocks.Writer.TryWrite((null, 0, null));

        public void Lose(string message) =>
            _blocks.Writer.TryWrite((null, 0, new AudioSourceException(AudioSourceFault.Lost, "scripted", message)));

        // Each block by itself: what a test has delivered arrives, however much was asked for.
        public async ValueTask<CaptureRead> ReadAsync(Memory<float> interleaved, int leastFrames, CancellationToken cancellation)
        {
            long lostFrames = 0;
            if (_rest.IsEmpty)
            {
                var (samples, lost, error) = await _blocks.Reader.ReadAsync(cancellation);
                if (error is not null)
                {
                    throw error;
                }
                (_rest, lostFrames) = (samples, lost);
            }
            var read = _rest[..Math.Min(_rest.Length, interleaved.Length)];
            _rest = _rest[read.Length..];
            read.CopyTo(interleaved);
            return new(read.Length, lostFrames);
        }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return ValueTask.CompletedTask;
        }
    }
}
