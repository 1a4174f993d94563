using System.Net;
using System.Net.Sockets;
using LiveGenre.Capture.Playback;

namespace LiveGenre.Capture.FFmpeg;

/// <summary>A network stream, opened by an ffmpeg process of its own.</summary>
internal sealed class StreamSource : IAudioSource
{
    private readonly AudioSourceAddress _address;
    private readonly AudioSourceOptions _options;
    private readonly StreamUrl _url;

    /// <exception cref="ArgumentException">The address leads where <see cref="AudioSourceOptions.StreamReach"/> does not.</exception>
    public StreamSource(AudioSourceAddress address, AudioSourceOptions options)
    {
        (_address, _options) = (address, options);
        if (!StreamUrl.TryParse(address.Target, out _url))
        {
            throw new ArgumentException($"'{address.Display}' names no host.");
        }
        if (options.StreamReach == StreamReach.Any)
        {
            return;
        }
        if (_url.TryFindForeignOption(out var option))
        {
            throw new ArgumentException($"'{option}' in the URL is an option of ffmpeg's, which {Denied}");
        }
        if (IPAddress.TryParse(_url.Host, out var host) && !options.StreamReach.Covers(host))
        {
            throw new ArgumentException($"it is of {host}, which {Denied}");
        }
    }

    private string Denied => $"LiveGenre:Administration:StreamReach = {_options.StreamReach} does not allow.";

    /// <inheritdoc/>
    public string Address => _address.Display;

    /// <inheritdoc/>
    public bool IsLive => true;

    /// <inheritdoc/>
    public bool IsSilentWhenIdle => false;

    /// <inheritdoc/>
    public async ValueTask<IAudioCapture> OpenAsync(CancellationToken cancellation)
    {
        if (_options.StreamReach != StreamReach.Any && _url.Host.Length > 0)
        {
            await RequireReachableAsync(cancellation);
        }

        var capture = await FFmpegCapture.OpenAsync(_address, _options, cancellation);
        return _options.RealTime ? new PacedCapture(capture, _options.Time, PaceLimit.Stream) : capture;
    }

    /// <summary>With each connection afresh: what a name stands for changes.</summary>
    private async Task RequireReachableAsync(CancellationToken cancellation)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(_url.Host, cancellation);
            if (Array.Find(addresses, a => !_options.StreamReach.Covers(a)) is { } forbidden)
            {
                throw new AudioSourceException(AudioSourceFault.Unreachable, Address,
                    $"'{Address}': {_url.Host} is {forbidden}, which {Denied}");
            }
        }
        catch (SocketException error)
        {
            throw new AudioSourceException(
                AudioSourceFault.Unreachable, Address, $"'{Address}': {_url.Host} is no host that can be found: {error.Message}.", error.ErrorCode, error);
        }
    }
}
