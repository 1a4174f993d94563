using System.Runtime.InteropServices;
using LiveGenre.Onnx.Runtime;

namespace LiveGenre.Onnx.Native;

/// <summary>Finds and loads the native ONNX Runtime.</summary>
internal static unsafe class OrtLibrary
{
    // The first version of the table that holds every function OrtApi names; each later runtime answers it.
    private const uint ApiVersion = 5;

    private static string FileName =>
        OperatingSystem.IsWindows() ? "onnxruntime.dll" :
        OperatingSystem.IsMacOS() ? "libonnxruntime.1.dylib" : "libonnxruntime.so.1";

    private static string Rid =>
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")
        + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>Loads the library for the life of the process and returns its function table.</summary>
    /// <exception cref="OnnxRuntimeException">There is no library, or it is not one that this binding reads.</exception>
    public static nint* LoadApi()
    {
        var library = Load(Candidates(AppContext.BaseDirectory));
        if (!NativeLibrary.TryGetExport(library, "OrtGetApiBase", out var export))
        {
            throw new OnnxRuntimeException(OrtErrorCode.NoSuchFile, "OrtGetApiBase", $"{FileName} is not an ONNX Runtime: it lacks this function.");
        }

        // OrtApiBase holds two functions: GetApi(version) and GetVersionString().
        var apiBase = ((delegate* unmanaged<nint*>)export)();
        var api = ((delegate* unmanaged<uint, nint*>)apiBase[0])(ApiVersion);
        if (api is null)
        {
            var version = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)apiBase[1])());
            throw new OnnxRuntimeException(OrtErrorCode.NotImplemented, "GetApi", $"ONNX Runtime {version} does not offer version {ApiVersion} of its C API.");
        }

        return api;
    }

    /// <summary>Where the library may lie: as built, as published for one platform, then wherever the system looks.</summary>
    internal static string[] Candidates(string baseDirectory) =>
    [
        Path.Combine(baseDirectory, "runtimes", Rid, "native", FileName),
        Path.Combine(baseDirectory, FileName),
        FileName,
    ];

    internal static nint Load(string[] candidates)
    {
        foreach (var candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out var library))
            {
                return library;
            }
        }

        throw new OnnxRuntimeException(
            OrtErrorCode.NoSuchFile,
            "NativeLibrary.Load",
            $"The native ONNX Runtime cannot be loaded; tried {string.Join(", ", candidates)}. "
            + "Build LiveGenre.Onnx again (it fetches the library), or put the library at the first of these paths.");
    }
}
