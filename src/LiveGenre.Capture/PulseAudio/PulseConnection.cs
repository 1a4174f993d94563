using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static LiveGenre.Capture.PulseAudio.LibPulse;

namespace LiveGenre.Capture.PulseAudio;

/// <summary>One connection to a sound server with its own main loop. Used by one thread; only <see cref="Wake"/> may come from others.</summary>
internal sealed class PulseConnection : IDisposable
{
    private readonly Lock _wakeGate = new();
    private readonly string _address;
    private nint _mainloop;
    private nint _context;
    private StrongBox<bool>? _serverChanged;
    private GCHandle _subscription;

    private PulseConnection(string address)
    {
        _address = address;
        _mainloop = pa_mainloop_new();
        _context = pa_context_new(pa_mainloop_get_api(_mainloop), "LiveGenre");
    }

    /// <summary>The context, for streams.</summary>
    public nint Context => _context;

    /// <summary>Connects. Never starts a server that does not run.</summary>
    /// <param name="address">Whose messages these are.</param>
    /// <param name="server">Which server; null for libpulse's own choice.</param>
    /// <param name="deadline">Until when, in ticks of <see cref="Stopwatch"/>.</param>
    /// <param name="created">Receives the connection before anything can block, so that it can be woken.</param>
    /// <exception cref="AudioSourceException">No server answers.</exception>
    public static PulseConnection Connect(string address, string? server, long deadline, Action<PulseConnection>? created = null)
    {
        var connection = new PulseConnection(address);
        try
        {
            created?.Invoke(connection);
            if (pa_context_connect(connection._context, server, ContextNoAutospawn, 0) < 0)
            {
                throw connection.NoServer();
            }

            while (pa_context_get_state(connection._context) != ContextReady)
            {
                if (!connection.IsAlive)
                {
                    throw connection.NoServer();
                }

                connection.IterateUntil(deadline);
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether the server is still there.</summary>
    public bool IsAlive => pa_context_get_state(_context) is not (ContextFailed or ContextTerminated);

    /// <summary>libpulse's code of what went wrong last.</summary>
    public int LastError => pa_context_errno(_context);

    /// <summary>Set by <see cref="Wake"/>: what waits here gives up with <see cref="OperationCanceledException"/>.</summary>
    public volatile bool IsStopping;

    /// <summary>Lets the thread leave its wait. Any thread, any time.</summary>
    public void Wake()
    {
        lock (_wakeGate)
        {
            IsStopping = true;
            if (_mainloop != 0)
            {
                pa_mainloop_wakeup(_mainloop);
            }
        }
    }

    /// <summary>Waits for something to happen and handles it.</summary>
    public void Iterate(TimeSpan timeout)
    {
        var microseconds = timeout == Timeout.InfiniteTimeSpan ? -1 : (int)Math.Clamp(timeout.TotalMicroseconds, 0, int.MaxValue);
        if (pa_mainloop_prepare(_mainloop, microseconds) < 0 || pa_mainloop_poll(_mainloop) < 0 || pa_mainloop_dispatch(_mainloop) < 0)
        {
            throw new AudioSourceException(AudioSourceFault.Lost, _address, $"'{_address}': libpulse's main loop failed.");
        }
    }

    /// <summary>Waits for something to happen and handles it; throws past <paramref name="deadline"/> or after <see cref="Wake"/>.</summary>
    public void IterateUntil(long deadline)
    {
        if (IsStopping)
        {
            throw new OperationCanceledException();
        }

        var left = deadline - Stopwatch.GetTimestamp();
        if (left <= 0)
        {
            throw new AudioSourceException(AudioSourceFault.Unreachable, _address, $"'{_address}': the sound server does not answer.");
        }

        Iterate(TimeSpan.FromSeconds(left / (double)Stopwatch.Frequency));
    }

    /// <summary>The names of the default sink and source, null where there is none.</summary>
    public unsafe PulseDefaults Defaults(long deadline)
    {
        var defaults = new StrongBox<PulseDefaults>();
        var handle = GCHandle.Alloc(defaults);
        try
        {
            Await(pa_context_get_server_info(_context, &OnServerInfo, GCHandle.ToIntPtr(handle)), deadline);
            return defaults.Value;
        }
        finally
        {
            handle.Free();
        }
    }

    /// <summary>All sources: microphones and the monitors of sinks.</summary>
    public unsafe IReadOnlyList<PulseDevice> Sources(long deadline)
    {
        var devices = new List<PulseDevice>();
        var handle = GCHandle.Alloc(devices);
        try
        {
            Await(pa_context_get_source_info_list(_context, &OnSourceInfo, GCHandle.ToIntPtr(handle)), deadline);
            return devices;
        }
        finally
        {
            handle.Free();
        }
    }

    /// <summary>Asks to be told when the server's defaults change.</summary>
    /// <returns>Becomes true after a change; whoever looks sets it back.</returns>
    public unsafe StrongBox<bool> WatchDefaults()
    {
        _serverChanged = new StrongBox<bool>();
        _subscription = GCHandle.Alloc(_serverChanged);
        pa_context_set_subscribe_callback(_context, &OnEvent, GCHandle.ToIntPtr(_subscription));
        pa_operation_unref(pa_context_subscribe(_context, SubscribeServer, 0, 0));
        return _serverChanged;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_context != 0)
        {
            pa_context_disconnect(_context);
            pa_context_unref(_context);
            _context = 0;
        }

        lock (_wakeGate)
        {
            if (_mainloop != 0)
            {
                pa_mainloop_free(_mainloop);
                _mainloop = 0;
            }
        }

        if (_subscription.IsAllocated)
        {
            _subscription.Free();
        }
    }

    private void Await(nint operation, long deadline)
    {
        if (operation == 0)
        {
            throw NoServer();
        }

        try
        {
            while (pa_operation_get_state(operation) == OperationRunning)
            {
                if (!IsAlive)
                {
                    throw NoServer();
                }

                IterateUntil(deadline);
            }
        }
        finally
        {
            pa_operation_cancel(operation); // an answer that comes late must not find its receiver gone
            pa_operation_unref(operation);
        }
    }

    private AudioSourceException NoServer() => new(
        AudioSourceFault.Unreachable, _address,
        $"'{_address}': no sound server answers ({ErrorText(LastError)}). Is PulseAudio or PipeWire running for this user?", LastError);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe void OnServerInfo(nint context, PulseServerInfo* info, nint userData)
    {
        if (info is not null)
        {
            ((StrongBox<PulseDefaults>)GCHandle.FromIntPtr(userData).Target!).Value =
                new(Marshal.PtrToStringUTF8(info->DefaultSinkName), Marshal.PtrToStringUTF8(info->DefaultSourceName));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe void OnSourceInfo(nint context, PulseSourceInfo* info, int endOfList, nint userData)
    {
        if (info is not null && endOfList == 0 && Marshal.PtrToStringUTF8(info->Name) is { } name)
        {
            ((List<PulseDevice>)GCHandle.FromIntPtr(userData).Target!).Add(new(
                name, Marshal.PtrToStringUTF8(info->Description) ?? name, info->SampleSpec, info->ChannelMap,
                info->MonitorOfSink == InvalidIndex ? null : Marshal.PtrToStringUTF8(info->MonitorOfSinkName) ?? ""));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnEvent(nint context, int type, uint index, nint userData) =>
        ((StrongBox<bool>)GCHandle.FromIntPtr(userData).Target!).Value = true;
}
