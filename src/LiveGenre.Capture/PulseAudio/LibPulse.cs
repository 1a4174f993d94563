using System.Runtime.InteropServices;

namespace LiveGenre.Capture.PulseAudio;

/// <summary>The functions of libpulse that are used, under their own names. None is thread-safe except <c>pa_mainloop_wakeup</c>.</summary>
internal static partial class LibPulse
{
    public const uint InvalidIndex = uint.MaxValue;
    public const int SampleFloat32Le = 5;
    public const int ContextReady = 4;
    public const int ContextFailed = 5;
    public const int ContextTerminated = 6;
    public const int ContextNoAutospawn = 1;
    public const int StreamReady = 2;
    public const int StreamFailed = 3;
    public const int StreamTerminated = 4;
    public const int StreamDontMove = 0x0200;
    public const int StreamAdjustLatency = 0x2000;
    public const int OperationRunning = 0;
    public const int SubscribeServer = 0x0080;

    private const string Library = NativeLibraries.Pulse;

    [LibraryImport(Library)]
    public static partial nint pa_mainloop_new();

    [LibraryImport(Library)]
    public static partial void pa_mainloop_free(nint mainloop);

    [LibraryImport(Library)]
    public static partial nint pa_mainloop_get_api(nint mainloop);

    [LibraryImport(Library)]
    public static partial int pa_mainloop_prepare(nint mainloop, int timeoutMicroseconds);

    [LibraryImport(Library)]
    public static partial int pa_mainloop_poll(nint mainloop);

    [LibraryImport(Library)]
    public static partial int pa_mainloop_dispatch(nint mainloop);

    [LibraryImport(Library)]
    public static partial void pa_mainloop_wakeup(nint mainloop);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint pa_context_new(nint api, string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int pa_context_connect(nint context, string? server, int flags, nint spawnApi);

    [LibraryImport(Library)]
    public static partial void pa_context_disconnect(nint context);

    [LibraryImport(Library)]
    public static partial void pa_context_unref(nint context);

    [LibraryImport(Library)]
    public static partial int pa_context_get_state(nint context);

    [LibraryImport(Library)]
    public static partial int pa_context_errno(nint context);

    [LibraryImport(Library)]
    public static unsafe partial nint pa_context_get_server_info(
        nint context, delegate* unmanaged[Cdecl]<nint, PulseServerInfo*, nint, void> callback, nint userData);

    [LibraryImport(Library)]
    public static unsafe partial nint pa_context_get_source_info_list(
        nint context, delegate* unmanaged[Cdecl]<nint, PulseSourceInfo*, int, nint, void> callback, nint userData);

    [LibraryImport(Library)]
    public static unsafe partial void pa_context_set_subscribe_callback(
        nint context, delegate* unmanaged[Cdecl]<nint, int, uint, nint, void> callback, nint userData);

    [LibraryImport(Library)]
    public static partial nint pa_context_subscribe(nint context, int mask, nint callback, nint userData);

    [LibraryImport(Library)]
    public static partial int pa_operation_get_state(nint operation);

    [LibraryImport(Library)]
    public static partial void pa_operation_cancel(nint operation);

    [LibraryImport(Library)]
    public static partial void pa_operation_unref(nint operation);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint pa_stream_new(nint context, string name, in PulseSampleSpec format, in PulseChannelMap map);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int pa_stream_connect_record(nint stream, string device, in PulseBufferAttributes attributes, int flags);

    [LibraryImport(Library)]
    public static partial int pa_stream_get_state(nint stream);

    [LibraryImport(Library)]
    public static partial nuint pa_stream_readable_size(nint stream);

    [LibraryImport(Library)]
    public static unsafe partial int pa_stream_peek(nint stream, out void* data, out nuint byteCount);

    [LibraryImport(Library)]
    public static partial int pa_stream_drop(nint stream);

    [LibraryImport(Library)]
    public static partial int pa_stream_disconnect(nint stream);

    [LibraryImport(Library)]
    public static partial void pa_stream_unref(nint stream);

    [LibraryImport(Library)]
    private static partial nint pa_strerror(int error);

    /// <summary>libpulse's sentence for one of its error codes.</summary>
    public static string ErrorText(int error) => Marshal.PtrToStringUTF8(pa_strerror(error)) ?? $"error {error}";
}
