using System.Runtime.CompilerServices;
using LiveGenre.Core.Audio;

namespace LiveGenre.Capture.Playback;

/// <summary>Begins a file again at its end, without a gap.</summary>
internal sealed class LoopingCapture(
    IAudioCapture first, string address, Func<CancellationToken, ValueTask<IAudioCapture>> reopen) : IAudioCapture
{
    private IAudioCapture? _pass = first;
    private bool _passHasSound;

    /// <inheritdoc/>
    public AudioFormat Format { get; } = first.Format;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CaptureRead> ReadAsync(Memory<float> interleaved, int leastFrames, CancellationToken cancellation)
    {
        while (true)
        {
            _pass ??= await BeginAgainAsync(cancellation);
            var read = await _pass.ReadAsync(interleaved, leastFrames, cancellation);
            if (read.SampleCount > 0)
            {
                _passHasSound = true;
                return read;
            }

            if (!_passHasSound)
            {
                return default; // a file without a single frame would spin for ever
            }

            var ended = _pass;
            _pass = null;
            await ended.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _pass?.DisposeAsync() ?? default;

    private async ValueTask<IAudioCapture> BeginAgainAsync(CancellationToken cancellation)
    {
        var next = await reopen(cancellation);
        if (next.Format != Format)
        {
            await next.DisposeAsync();
            throw new AudioSourceException(
                AudioSourceFault.Lost, address, $"'{address}' changed from {Format} to {next.Format} while it was playing.");
        }

        _passHasSound = false;
        return next;
    }
}
