namespace LiveGenre.Capture.PortAudio;

/// <summary>An input of the system's own sound interface: a microphone, or on Windows also a loopback.</summary>
internal sealed class PortAudioSource(AudioSourceAddress address, AudioSourceOptions options) : IAudioSource
{
    /// <inheritdoc/>
    public string Address => address.Display;

    /// <inheritdoc/>
    public bool IsLive => true;

    /// <inheritdoc/>
    public bool IsSilentWhenIdle { get; } =
        PortAudioDevice.IsLoopbackName(address.Target)
        || address.Target.Equals(PortAudioDevices.DefaultLoopback, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public async ValueTask<IAudioCapture> OpenAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var opening = PortAudioHost.Shared.RunAsync(Address, () => PortAudioCapture.Open(Address, address.Target));
        try
        {
            return await opening.WaitAsync(options.OpenTimeout, cancellation);
        }
        catch (Exception gaveUp) when (gaveUp is TimeoutException or OperationCanceledException)
        {
            _ = CloseWhenOpenedAsync(opening);
            throw gaveUp is TimeoutException
                ? new AudioSourceException(
                    AudioSourceFault.Unreachable, Address,
                    $"'{Address}' was not opened within {options.OpenTimeout.TotalSeconds:0.#} s.")
                : new OperationCanceledException(cancellation);
        }
    }

    private static async Task CloseWhenOpenedAsync(Task<PortAudioCapture> opening)
    {
        try
        {
            await (await opening).DisposeAsync();
        }
        catch (AudioSourceException)
        {
            // It failed after nobody waited for it any more.
        }
    }
}
