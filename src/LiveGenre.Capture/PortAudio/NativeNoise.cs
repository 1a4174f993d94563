using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LiveGenre.Capture.PortAudio;

/// <summary>ALSA and JACK print on standard error whatever device they fail to open while PortAudio tries them all; nobody can act on it.</summary>
internal static unsafe class NativeNoise
{
    /// <summary>Gives both an error handler that does nothing. Where they are absent, nothing happens.</summary>
    public static void Silence()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // ALSA's handler takes further arguments after these; a C caller passes them without harm.
        if (TryFind("libasound.so.2", "snd_lib_error_set_handler", out var setAlsa))
        {
            ((delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<nint, int, nint, int, nint, void>, int>)setAlsa)(&OnAlsaError);
        }

        foreach (var name in (ReadOnlySpan<string>)["jack_set_error_function", "jack_set_info_function"])
        {
            if (TryFind("libjack.so.0", name, out var setJack))
            {
                ((delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<nint, void>, void>)setJack)(&OnJackMessage);
            }
        }
    }

    private static bool TryFind(string library, string function, out nint address)
    {
        address = 0;
        return NativeLibrary.TryLoad(library, out var handle) && NativeLibrary.TryGetExport(handle, function, out address);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnAlsaError(nint file, int line, nint function, int error, nint format)
    {
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnJackMessage(nint message)
    {
    }
}
