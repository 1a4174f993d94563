using System.Diagnostics;
using System.Runtime.CompilerServices;
using LiveGenre.Capture.Buffering;
using LiveGenre.Core.Audio;
using static LiveGenre.Capture.PulseAudio.LibPulse;

namespace LiveGenre.Capture.PulseAudio;

/// <summary>One recording with its own thread, which does all of libpulse's work for it and waits in libpulse's poll.</summary>
internal sealed class PulseCapture : IAudioCapture
{
    private static readonly TimeSpan Buffered = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan IdleUntilAsked = TimeSpan.FromSeconds(3);

    private readonly string _address;
    private readonly string _name;
    private readonly AudioSourceOptions _options;
    private readonly TaskCompletionSource<CaptureQueue> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _deadline;
    private readonly Lock _gate = new();
    private PulseConnection? _connection;
    private bool _isStopping;
    private CaptureQueue? _queue;

    private PulseCapture(string address, string name, AudioSourceOptions options)
    {
        (_address, _name, _options) = (address, name, options);
        _deadline = Deadline();
    }

    /// <inheritdoc/>
    public AudioFormat Format { get; private set; }

    /// <summary>Whether it records what a sink plays.</summary>
    public bool IsMonitor { get; private set; }

    /// <summary>Connects to the server and starts recording.</summary>
    /// <exception cref="AudioSourceException">No server, no such device, or it refuses.</exception>
    public static async ValueTask<PulseCapture> OpenAsync(
        string address, string name, AudioSourceOptions options, CancellationToken cancellation)
    {
        NativeLibraries.RequirePulse(address);
        var capture = new PulseCapture(address, name, options);
        new Thread(capture.Run) { IsBackground = true, Name = "livegenre-pulse" }.Start();
        try
        {
            // The thread keeps the deadline by itself, except where libpulse blocks: looking up a server's host name.
            await capture._opened.Task.WaitAsync(options.OpenTimeout + EndPatience, cancellation);
            return capture;
        }
        catch (TimeoutException)
        {
            await capture.DisposeAsync();
            throw new AudioSourceException(AudioSourceFault.Unreachable, address, $"'{address}': the sound server does not answer.");
        }
        catch
        {
            await capture.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<CaptureRead> ReadAsync(Memory<float> interleaved, int leastFrames, CancellationToken cancellation) =>
        _queue!.ReadAsync(interleaved, leastFrames, cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isStopping = true;
            _connection?.Wake();
        }

        await _ended.Task.WaitAsync(EndPatience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _queue?.Dispose();
    }

    private void Run()
    {
        Exception? error = null;
        try
        {
            using var connection = PulseConnection.Connect(_address, _options.PulseServer, _deadline, Created);
            var device = PulseDevices.Resolve(connection, _address, _name, _deadline);
            using var stream = PulseStream.Open(connection, device, _address, _deadline);
            (Format, IsMonitor) = (device.Format, device.IsMonitor);
            _queue = new CaptureQueue(device.Format, Buffered);
            _opened.SetResult(_queue);
            Record(connection, stream, device, _queue);
        }
        catch (Exception failed)
        {
            error = failed; // belongs to whoever opens or reads
        }

        if (error is OperationCanceledException)
        {
            (error, _) = (null, _opened.TrySetCanceled());
        }
        else if (error is not null)
        {
            _opened.TrySetException(error);
        }

        _queue?.Complete(error);
        _ended.SetResult();
    }

    private void Created(PulseConnection connection)
    {
        lock (_gate)
        {
            _connection = connection;
            if (_isStopping)
            {
                connection.Wake();
            }
        }
    }

    private void Record(PulseConnection connection, PulseStream stream, PulseDevice device, CaptureQueue queue)
    {
        var changed = PulseDefaults.IsDefault(_name) ? connection.WatchDefaults() : new StrongBox<bool>();
        var arrived = Stopwatch.GetTimestamp();
        while (!connection.IsStopping)
        {
            connection.Iterate(IdleUntilAsked);
            if (!connection.IsAlive)
            {
                throw Lost($"the sound server went away ({ErrorText(connection.LastError)})", connection.LastError);
            }

            if (!stream.IsAlive)
            {
                throw Lost($"'{device.Name}' went away ({ErrorText(connection.LastError)})", connection.LastError);
            }

            if (stream.Drain(queue))
            {
                arrived = Stopwatch.GetTimestamp();
            }

            if (changed.Value || Stopwatch.GetElapsedTime(arrived) >= IdleUntilAsked)
            {
                (changed.Value, arrived) = (false, Stopwatch.GetTimestamp());
                AskServer(connection, device);
            }
        }
    }

    // Also tells a suspended device, which sends nothing, from a server that hangs.
    private void AskServer(PulseConnection connection, PulseDevice device)
    {
        PulseDefaults now;
        try
        {
            now = connection.Defaults(Deadline());
        }
        catch (AudioSourceException silent)
        {
            throw Lost("the sound server no longer answers", silent.NativeCode);
        }

        if (PulseDefaults.IsDefault(_name) && now.Has(_name) && !now.Matches(_name, device))
        {
            throw Lost($"it no longer means '{device.Name}', because the default changed", null);
        }
    }

    private long Deadline() => Stopwatch.GetTimestamp() + (long)(_options.OpenTimeout.TotalSeconds * Stopwatch.Frequency);

    private AudioSourceException Lost(string why, int? code) =>
        new(AudioSourceFault.Lost, _address, $"'{_address}' was lost: {why}.", code);
}
