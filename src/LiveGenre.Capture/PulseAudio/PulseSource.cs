namespace LiveGenre.Capture.PulseAudio;

/// <summary>A source of the sound server (PulseAudio, or PipeWire by the same protocol): a microphone, or the monitor of a sink.</summary>
internal sealed class PulseSource(AudioSourceAddress address, AudioSourceOptions options) : IAudioSource
{
    private volatile bool _isMonitor =
        address.Target.EndsWith(".monitor", StringComparison.Ordinal)
        || PulseDefaults.IsDefaultMonitor(address.Target);

    /// <inheritdoc/>
    public string Address => address.Display;

    /// <inheritdoc/>
    public bool IsLive => true;

    /// <summary>By its name until it is opened, then by what the server says.</summary>
    public bool IsSilentWhenIdle => _isMonitor;

    /// <inheritdoc/>
    public async ValueTask<IAudioCapture> OpenAsync(CancellationToken cancellation)
    {
        var capture = await PulseCapture.OpenAsync(Address, address.Target, options, cancellation);
        _isMonitor = capture.IsMonitor;
        return capture;
    }
}
