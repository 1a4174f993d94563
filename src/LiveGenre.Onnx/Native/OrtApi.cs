using System.Runtime.InteropServices;
using LiveGenre.Onnx.Runtime;

namespace LiveGenre.Onnx.Native;

/// <summary>
/// The C API of ONNX Runtime: a table of functions that only ever grows at its end, so that a function's index in
/// onnxruntime_c_api.h (struct OrtApi, counted from 0) never changes. Each line names one by that index.
/// Most return a status: 0, or an object for <see cref="Check"/>. Strings are UTF-8 and end in 0.
/// </summary>
internal sealed unsafe class OrtApi
{
    private static readonly Lazy<OrtApi> Shared = new(() => new OrtApi(OrtLibrary.LoadApi()));

    private readonly nint* _table;

    private OrtApi(nint* table)
    {
        _table = table;
        Environment = CreateEnvironment();
        nint allocator;
        Check(GetAllocatorWithDefaultOptions(&allocator), nameof(GetAllocatorWithDefaultOptions));
        Allocator = allocator;
    }

    /// <summary>The process's one table; the library and its environment live as long as the process.</summary>
    /// <exception cref="OnnxRuntimeException">The native library cannot be loaded.</exception>
    public static OrtApi Instance => Shared.Value;

    /// <summary>The one OrtEnv that all sessions share.</summary>
    public nint Environment { get; }

    /// <summary>The default allocator, which owns the strings that metadata calls return.</summary>
    public nint Allocator { get; }

    // OrtStatus
    private delegate* unmanaged<nint, int> GetErrorCode => (delegate* unmanaged<nint, int>)_table[1];
    private delegate* unmanaged<nint, nint> GetErrorMessage => (delegate* unmanaged<nint, nint>)_table[2];
    private delegate* unmanaged<nint, void> ReleaseStatus => (delegate* unmanaged<nint, void>)_table[93];

    // OrtEnv
    private delegate* unmanaged<int, byte*, nint*, nint> CreateEnv => (delegate* unmanaged<int, byte*, nint*, nint>)_table[3];
    private delegate* unmanaged<nint, nint> DisableTelemetryEvents => (delegate* unmanaged<nint, nint>)_table[6];

    // OrtSessionOptions
    public delegate* unmanaged<nint*, nint> CreateSessionOptions => (delegate* unmanaged<nint*, nint>)_table[10];
    public delegate* unmanaged<nint, int, nint> SetSessionExecutionMode => (delegate* unmanaged<nint, int, nint>)_table[13];
    public delegate* unmanaged<nint, nint> EnableMemPattern => (delegate* unmanaged<nint, nint>)_table[16];
    public delegate* unmanaged<nint, nint> DisableMemPattern => (delegate* unmanaged<nint, nint>)_table[17];
    public delegate* unmanaged<nint, nint> EnableCpuMemArena => (delegate* unmanaged<nint, nint>)_table[18];
    public delegate* unmanaged<nint, nint> DisableCpuMemArena => (delegate* unmanaged<nint, nint>)_table[19];
    public delegate* unmanaged<nint, int, nint> SetSessionLogSeverityLevel => (delegate* unmanaged<nint, int, nint>)_table[22];
    public delegate* unmanaged<nint, int, nint> SetSessionGraphOptimizationLevel => (delegate* unmanaged<nint, int, nint>)_table[23];
    public delegate* unmanaged<nint, int, nint> SetIntraOpNumThreads => (delegate* unmanaged<nint, int, nint>)_table[24];
    public delegate* unmanaged<nint, int, nint> SetInterOpNumThreads => (delegate* unmanaged<nint, int, nint>)_table[25];
    public delegate* unmanaged<nint, byte*, byte*, nint> AddSessionConfigEntry => (delegate* unmanaged<nint, byte*, byte*, nint>)_table[130];
    public delegate* unmanaged<nint, void> ReleaseSessionOptions => (delegate* unmanaged<nint, void>)_table[100];

    // OrtSession
    public delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint> CreateSessionFromArray => (delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint>)_table[8];
    public delegate* unmanaged<nint, nuint*, nint> SessionGetInputCount => (delegate* unmanaged<nint, nuint*, nint>)_table[30];
    public delegate* unmanaged<nint, nuint*, nint> SessionGetOutputCount => (delegate* unmanaged<nint, nuint*, nint>)_table[31];
    public delegate* unmanaged<nint, nuint, nint*, nint> SessionGetInputTypeInfo => (delegate* unmanaged<nint, nuint, nint*, nint>)_table[33];
    public delegate* unmanaged<nint, nuint, nint*, nint> SessionGetOutputTypeInfo => (delegate* unmanaged<nint, nuint, nint*, nint>)_table[34];
    public delegate* unmanaged<nint, nuint, nint, nint*, nint> SessionGetInputName => (delegate* unmanaged<nint, nuint, nint, nint*, nint>)_table[36];
    public delegate* unmanaged<nint, nuint, nint, nint*, nint> SessionGetOutputName => (delegate* unmanaged<nint, nuint, nint, nint*, nint>)_table[37];
    public delegate* unmanaged<nint, nint*, nint> SessionGetModelMetadata => (delegate* unmanaged<nint, nint*, nint>)_table[111];
    public delegate* unmanaged<nint, nint, nint, nint> RunWithBinding => (delegate* unmanaged<nint, nint, nint, nint>)_table[133];
    public delegate* unmanaged<nint, void> ReleaseSession => (delegate* unmanaged<nint, void>)_table[95];

    // OrtIoBinding
    public delegate* unmanaged<nint, nint*, nint> CreateIoBinding => (delegate* unmanaged<nint, nint*, nint>)_table[134];
    public delegate* unmanaged<nint, void> ReleaseIoBinding => (delegate* unmanaged<nint, void>)_table[135];
    public delegate* unmanaged<nint, byte*, nint, nint> BindInput => (delegate* unmanaged<nint, byte*, nint, nint>)_table[136];
    public delegate* unmanaged<nint, byte*, nint, nint> BindOutput => (delegate* unmanaged<nint, byte*, nint, nint>)_table[137];

    // OrtValue and OrtMemoryInfo
    public delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint> CreateTensorWithDataAsOrtValue => (delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)_table[49];
    public delegate* unmanaged<nint, void> ReleaseValue => (delegate* unmanaged<nint, void>)_table[96];
    public delegate* unmanaged<int, int, nint*, nint> CreateCpuMemoryInfo => (delegate* unmanaged<int, int, nint*, nint>)_table[69];
    public delegate* unmanaged<nint, void> ReleaseMemoryInfo => (delegate* unmanaged<nint, void>)_table[94];

    // OrtTypeInfo and OrtTensorTypeAndShapeInfo
    public delegate* unmanaged<nint, nint*, nint> CastTypeInfoToTensorInfo => (delegate* unmanaged<nint, nint*, nint>)_table[55];
    public delegate* unmanaged<nint, int*, nint> GetTensorElementType => (delegate* unmanaged<nint, int*, nint>)_table[60];
    public delegate* unmanaged<nint, nuint*, nint> GetDimensionsCount => (delegate* unmanaged<nint, nuint*, nint>)_table[61];
    public delegate* unmanaged<nint, long*, nuint, nint> GetDimensions => (delegate* unmanaged<nint, long*, nuint, nint>)_table[62];
    public delegate* unmanaged<nint, nint*, nuint, nint> GetSymbolicDimensions => (delegate* unmanaged<nint, nint*, nuint, nint>)_table[63];
    public delegate* unmanaged<nint, void> ReleaseTypeInfo => (delegate* unmanaged<nint, void>)_table[98];

    // OrtModelMetadata
    public delegate* unmanaged<nint, nint, nint*, nint> ModelMetadataGetProducerName => (delegate* unmanaged<nint, nint, nint*, nint>)_table[112];
    public delegate* unmanaged<nint, nint, nint*, nint> ModelMetadataGetGraphName => (delegate* unmanaged<nint, nint, nint*, nint>)_table[113];
    public delegate* unmanaged<nint, nint, nint*, nint> ModelMetadataGetDescription => (delegate* unmanaged<nint, nint, nint*, nint>)_table[115];
    public delegate* unmanaged<nint, long*, nint> ModelMetadataGetVersion => (delegate* unmanaged<nint, long*, nint>)_table[117];
    public delegate* unmanaged<nint, void> ReleaseModelMetadata => (delegate* unmanaged<nint, void>)_table[118];

    // OrtAllocator
    private delegate* unmanaged<nint, nint, nint> AllocatorFree => (delegate* unmanaged<nint, nint, nint>)_table[76];
    private delegate* unmanaged<nint*, nint> GetAllocatorWithDefaultOptions => (delegate* unmanaged<nint*, nint>)_table[78];

    /// <summary>Turns a status into an exception with ONNX Runtime's own message; nothing if it is 0.</summary>
    /// <exception cref="OnnxRuntimeException">The call failed.</exception>
    public void Check(nint status, string function)
    {
        if (status == 0)
        {
            return;
        }

        var code = (OrtErrorCode)GetErrorCode(status);
        var message = Marshal.PtrToStringUTF8(GetErrorMessage(status)) ?? "";
        ReleaseStatus(status);
        throw new OnnxRuntimeException(code, function, message);
    }

    /// <summary>Copies a string that ONNX Runtime allocated, and frees it.</summary>
    public string TakeString(nint text)
    {
        var copy = Marshal.PtrToStringUTF8(text) ?? "";
        Check(AllocatorFree(Allocator, text), nameof(AllocatorFree));
        return copy;
    }

    private nint CreateEnvironment()
    {
        // Every failure comes back as a status with the same text; the runtime's own log lines would only land on
        // standard error between the program's.
        nint environment;
        fixed (byte* logId = "livegenre\0"u8)
        {
            Check(CreateEnv((int)OrtLoggingLevel.Fatal, logId, &environment), nameof(CreateEnv));
        }

        Check(DisableTelemetryEvents(environment), nameof(DisableTelemetryEvents));
        return environment;
    }
}
