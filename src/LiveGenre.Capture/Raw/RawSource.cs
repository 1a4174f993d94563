using LiveGenre.Capture.Playback;

namespace LiveGenre.Capture.Raw;

/// <summary>Raw PCM on standard input. It can be opened once: what was read is gone.</summary>
internal sealed class RawSource : IAudioSource
{
    private readonly AudioSourceOptions _options;
    private readonly Func<Stream> _open;
    private readonly RawFormat _format;
    private int _opened;

    /// <param name="address">Its address, <c>-</c>.</param>
    /// <param name="options">Says what the PCM looks like.</param>
    /// <param name="open">Gives the bytes; reads of it may block.</param>
    public RawSource(AudioSourceAddress address, AudioSourceOptions options, Func<Stream> open)
    {
        (_options, _open, Address) = (options, open, address.Display);
        _format = options.RawFormat ?? throw new ArgumentException(
            $"Raw PCM on standard input needs its rate, channels and format ({RawFormat.EncodingNames}): " +
            "--rate 44100 --channels 2 --format s16le.");
        if (!_format.Audio.IsSupported)
        {
            throw new ArgumentException(FormatLimits.Message("-", _format.Audio));
        }
    }

    /// <inheritdoc/>
    public string Address { get; }

    /// <inheritdoc/>
    public bool IsLive => false;

    /// <inheritdoc/>
    public bool IsSilentWhenIdle => false;

    /// <inheritdoc/>
    public ValueTask<IAudioCapture> OpenAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Interlocked.Exchange(ref _opened, 1) != 0)
        {
            throw new AudioSourceException(
                AudioSourceFault.Lost, Address, "Standard input was opened before; it cannot be read twice.");
        }

        var bytes = BlockingBytes.Pump(_open(), "livegenre-stdin");
        IAudioCapture capture = new PcmCapture(bytes, Address, _format.Audio, _format.Encoding);
        return new(_options.RealTime ? new PacedCapture(capture, _options.Time, PaceLimit.Pipe) : capture);
    }
}
