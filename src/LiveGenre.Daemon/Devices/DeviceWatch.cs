using System.Runtime.CompilerServices;
using LiveGenre.Capture;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Devices;

/// <summary>
/// The devices of this machine and how loud each is, for whoever is choosing one. All who watch share one listing and one
/// meter a device; the last to leave closes everything. docs/decisions/0111.
/// </summary>
internal sealed class DeviceWatch : IDisposable
{
    /// <summary>Devices that are listened to at once; a machine with more has them listed without a level.</summary>
    internal const int MaxMeters = 32;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Before the systems are asked for their devices again.</summary>
    private static readonly TimeSpan ListingAge = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<string, DeviceMeter> _meters = new(StringComparer.Ordinal);
    private readonly Func<CancellationToken, Task<DeviceListing>> _list;
    private readonly Func<CaptureDevice, IAudioSource> _open;
    private readonly TimeProvider _time;
    private DeviceListing _listing = new([], []);
    private long? _listedAt;
    private int _listeners;

    /// <summary>Watches all systems of this machine.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="options">How devices are opened, and which sound server is asked.</param>
    public DeviceWatch(TimeProvider time, AudioSourceOptions options)
        : this(time, cancellation => DeviceCatalog.ListAsync(options, cancellation), device => AudioSourceFactory.Create(device.Address, options))
    {
    }

    internal DeviceWatch(
        TimeProvider time, Func<CancellationToken, Task<DeviceListing>> list, Func<CaptureDevice, IAudioSource> open) =>
        (_time, _list, _open) = (time, list, open);

    /// <summary>The devices now, and again every second until the caller stops asking or cancels.</summary>
    /// <param name="withLevels">Whether devices are opened to measure their levels; a level is there a second after the first list.</param>
    /// <param name="cancellation">Ends the watch.</param>
    public async IAsyncEnumerable<WatchDevicesResponse> WatchAsync(
        bool withLevels, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await EnterAsync(withLevels, cancellation);
        try
        {
            using var timer = new PeriodicTimer(Interval, _time);
            do
            {
                yield return await ReadAsync(withLevels, cancellation);
            }
            while (await timer.WaitForNextTickAsync(cancellation));
        }
        finally
        {
            await LeaveAsync(withLevels);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task EnterAsync(bool withLevels, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        _listeners += withLevels ? 1 : 0;
        _gate.Release();
    }

    private async Task LeaveAsync(bool withLevels)
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            _listeners -= withLevels ? 1 : 0;
            if (_listeners == 0)
            {
                await CloseAsync([.. _meters.Keys]);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<WatchDevicesResponse> ReadAsync(bool withLevels, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_listedAt is not { } at || _time.GetElapsedTime(at) >= ListingAge)
            {
                _listing = await _list(cancellation);
                _listedAt = _time.GetTimestamp();
            }
            if (withLevels)
            {
                await FollowAsync();
            }
            var response = new WatchDevicesResponse { Notes = { _listing.Notes } };
            response.Devices.AddRange(_listing.Devices.Select(device => Describe(device, withLevels)));
            return response;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Opens meters of devices that have come, and closes those of devices that have gone.</summary>
    private async Task FollowAsync()
    {
        // Defaults first: where two names stand for the same hardware, only the first to open it hears it.
        var measured = _listing.Devices.Where(IsMeasured).OrderByDescending(d => d.IsDefault).Take(MaxMeters).ToList();
        await CloseAsync([.. _meters.Keys.Except(measured.Select(d => d.Address))]);
        foreach (var device in measured.Where(d => !_meters.ContainsKey(d.Address)))
        {
            _meters.Add(device.Address, new DeviceMeter(_open(device), _time));
        }
    }

    private async Task CloseAsync(IReadOnlyList<string> addresses)
    {
        await Task.WhenAll(addresses.Select(address => _meters[address].DisposeAsync().AsTask()));
        foreach (var address in addresses)
        {
            _meters.Remove(address);
        }
    }

    private Device Describe(CaptureDevice device, bool withLevels)
    {
        var message = new Device
        {
            Address = device.Address,
            DisplayName = device.DisplayName,
            IsLoopback = device.Kind == CaptureDeviceKind.Loopback,
            IsDefault = device.IsDefault,
            ChannelCount = (uint)device.Format.Channels,
            SampleRateHz = (uint)device.Format.SampleRateHz,
        };
        if (!withLevels)
        {
            return message;
        }
        if (!_meters.TryGetValue(device.Address, out var meter))
        {
            message.Trouble = IsMeasured(device)
                ? $"Not listened to: there are more than {MaxMeters} devices."
                : "Not listened to, because the sound server may hold it: its pulse: device has the level.";
            return message;
        }
        var (level, trouble) = meter.Read();
        message.Trouble = trouble;
        message.Level = level is { } heard
            ? new Level { RmsDbfs = heard.RmsDbfs, PeakDbfs = heard.PeakDbfs, ClippedSampleCount = (uint)heard.ClippedSampleCount }
            : null;
        return message;
    }

    /// <summary>Behind a sound server PortAudio's inputs are the same hardware once more, and opening them would take it from the server.</summary>
    private bool IsMeasured(CaptureDevice device) =>
        device.Backend != CaptureBackend.PortAudio || !_listing.Devices.Any(d => d.Backend == CaptureBackend.PulseAudio);
}
