using System.Reflection;
using System.Runtime.InteropServices;

namespace LiveGenre.Capture;

/// <summary>Finds the sound libraries under the names that each system gives them. They belong to the system: none is shipped.</summary>
internal static class NativeLibraries
{
    /// <summary>The name that <c>[LibraryImport]</c> uses for PulseAudio's client library.</summary>
    public const string Pulse = "pulse";

    /// <summary>The name that <c>[LibraryImport]</c> uses for PortAudio.</summary>
    public const string PortAudio = "portaudio";

    private static readonly Lazy<nint> PulseHandle = new(() => LoadFirst("libpulse.so.0", "libpulse.0.dylib"));

    private static readonly Lazy<nint> PortAudioHandle = new(() => LoadFirst(
        "libportaudio.so.2", "libportaudio.2.dylib", "libportaudio.dylib", "portaudio.dll", "libportaudio.dll", "portaudio_x64.dll",
        "/opt/homebrew/lib/libportaudio.2.dylib", "/usr/local/lib/libportaudio.2.dylib"));

    static NativeLibraries() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);

    /// <summary>Makes sure that libpulse is installed.</summary>
    /// <exception cref="AudioSourceException">It is not; the message says how to install it.</exception>
    public static void RequirePulse(string address) => Require(PulseHandle, address, "libpulse", "sudo apt-get install libpulse0");

    /// <summary>Makes sure that PortAudio is installed.</summary>
    /// <exception cref="AudioSourceException">It is not; the message says how to install it.</exception>
    public static void RequirePortAudio(string address) => Require(PortAudioHandle, address, "PortAudio",
        OperatingSystem.IsWindows() ? "put portaudio.dll beside livegenre.exe"
        : OperatingSystem.IsMacOS() ? "brew install portaudio"
        : "sudo apt-get install libportaudio2");

    private static void Require(Lazy<nint> library, string address, string name, string install)
    {
        if (library.Value == 0)
        {
            throw new AudioSourceException(
                AudioSourceFault.MissingDependency, address, $"'{address}': {name} is not installed: {install}");
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name switch
    {
        Pulse => PulseHandle.Value,
        PortAudio => PortAudioHandle.Value,
        _ => 0,
    };

    private static nint LoadFirst(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, typeof(NativeLibraries).Assembly, null, out var handle))
            {
                return handle;
            }
        }

        return 0;
    }
}
