using System.Runtime.InteropServices;

namespace LiveGenre.Capture.PortAudio;

/// <summary>
/// The functions of PortAudio that are used, under their own names. PortAudio is not thread-safe; all calls come from
/// <see cref="PortAudioHost"/>. C's <c>long</c> is 8 bytes on Linux and macOS and 4 on Windows, hence <see cref="CLong"/>.
/// </summary>
internal static partial class LibPortAudio
{
    public const int NoDevice = -1;
    public const int InvalidChannelCount = -9998;
    public const int InvalidSampleRate = -9997;
    public const int UnanticipatedHostError = -9999;
    public const int TypeWasapi = 13;
    public const uint Float32 = 1;
    public const uint ClipOff = 1;
    public const uint DitherOff = 2;
    public const uint InputOverflow = 2;
    public const int Continue = 0;

    private const string Library = NativeLibraries.PortAudio;

    [LibraryImport(Library)]
    public static partial int Pa_Initialize();

    [LibraryImport(Library)]
    public static partial int Pa_Terminate();

    [LibraryImport(Library)]
    public static partial int Pa_GetDeviceCount();

    [LibraryImport(Library)]
    public static unsafe partial PaDeviceInfo* Pa_GetDeviceInfo(int device);

    [LibraryImport(Library)]
    public static unsafe partial PaHostApiInfo* Pa_GetHostApiInfo(int hostApi);

    [LibraryImport(Library)]
    public static partial int Pa_GetDefaultInputDevice();

    [LibraryImport(Library)]
    public static unsafe partial int Pa_OpenStream(
        out nint stream, in PaStreamParameters input, nint output, double sampleRate, CULong framesPerBuffer, CULong flags,
        delegate* unmanaged[Cdecl]<float*, void*, CULong, PaStreamCallbackTimeInfo*, CULong, nint, int> callback, nint userData);

    [LibraryImport(Library)]
    public static unsafe partial int Pa_SetStreamFinishedCallback(nint stream, delegate* unmanaged[Cdecl]<nint, void> callback);

    [LibraryImport(Library)]
    public static unsafe partial PaStreamInfo* Pa_GetStreamInfo(nint stream);

    [LibraryImport(Library)]
    public static partial int Pa_StartStream(nint stream);

    [LibraryImport(Library)]
    public static partial int Pa_AbortStream(nint stream);

    [LibraryImport(Library)]
    public static partial int Pa_CloseStream(nint stream);

    /// <summary>PortAudio's sentence for one of its error codes, with the system's own words where it only passes an error on.</summary>
    public static unsafe string ErrorText(int error)
    {
        var text = Marshal.PtrToStringUTF8(Pa_GetErrorText(error)) ?? $"error {error}";
        if (error != UnanticipatedHostError)
        {
            return text;
        }

        var host = Pa_GetLastHostErrorInfo();
        return host is null ? text : $"{text}: {Marshal.PtrToStringUTF8(host->ErrorText)} ({host->ErrorCode.Value})";
    }

    [LibraryImport(Library)]
    private static partial nint Pa_GetErrorText(int error);

    [LibraryImport(Library)]
    private static unsafe partial PaHostErrorInfo* Pa_GetLastHostErrorInfo();
}
