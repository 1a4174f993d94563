using LiveGenre.Onnx.Native;

namespace LiveGenre.Onnx.Runtime;

/// <summary>How a session runs its model. The defaults suit many small runs on a machine that does other work too.</summary>
public sealed class SessionOptions
{
    /// <summary>Threads that share the work of one operator, the caller's included. Default 1; 0 is one a core.</summary>
    public int IntraOpNumThreads { get; init; } = 1;

    /// <summary>Threads that run branches in <see cref="ExecutionMode.Parallel"/>. Default 1; 0 is one a core.</summary>
    public int InterOpNumThreads { get; init; } = 1;

    /// <summary>Default sequential.</summary>
    public ExecutionMode ExecutionMode { get; init; } = ExecutionMode.Sequential;

    /// <summary>Default all.</summary>
    public GraphOptimizationLevel GraphOptimizationLevel { get; init; } = GraphOptimizationLevel.EnableAll;

    /// <summary>Whether idle threads burn a core while they wait for the next run. Default no.</summary>
    public bool AllowSpinning { get; init; }

    /// <summary>Whether a session keeps its work memory from run to run. Default yes.</summary>
    public bool EnableCpuMemArena { get; init; } = true;

    /// <summary>Whether a session takes its work memory for one shape in one piece. Default yes.</summary>
    public bool EnableMemoryPattern { get; init; } = true;

    /// <summary>The session's own log lines. Default fatal: every failure is an exception with the same text.</summary>
    public OrtLoggingLevel LogSeverityLevel { get; init; } = OrtLoggingLevel.Fatal;

    internal unsafe OrtHandle ToHandle(OrtApi api)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(IntraOpNumThreads);
        ArgumentOutOfRangeException.ThrowIfNegative(InterOpNumThreads);

        nint pointer;
        api.Check(api.CreateSessionOptions(&pointer), nameof(api.CreateSessionOptions));
        var handle = new OrtHandle(pointer, api.ReleaseSessionOptions);
        try
        {
            api.Check(api.SetIntraOpNumThreads(pointer, IntraOpNumThreads), nameof(api.SetIntraOpNumThreads));
            api.Check(api.SetInterOpNumThreads(pointer, InterOpNumThreads), nameof(api.SetInterOpNumThreads));
            api.Check(api.SetSessionExecutionMode(pointer, (int)ExecutionMode), nameof(api.SetSessionExecutionMode));
            api.Check(api.SetSessionGraphOptimizationLevel(pointer, (int)GraphOptimizationLevel), nameof(api.SetSessionGraphOptimizationLevel));
            api.Check(api.SetSessionLogSeverityLevel(pointer, (int)LogSeverityLevel), nameof(api.SetSessionLogSeverityLevel));
            api.Check(EnableCpuMemArena ? api.EnableCpuMemArena(pointer) : api.DisableCpuMemArena(pointer), nameof(api.EnableCpuMemArena));
            api.Check(EnableMemoryPattern ? api.EnableMemPattern(pointer) : api.DisableMemPattern(pointer), nameof(api.EnableMemPattern));
            AddConfigEntry(api, pointer, "session.intra_op.allow_spinning\0"u8, AllowSpinning);
            AddConfigEntry(api, pointer, "session.inter_op.allow_spinning\0"u8, AllowSpinning);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static unsafe void AddConfigEntry(OrtApi api, nint options, ReadOnlySpan<byte> key, bool value)
    {
        fixed (byte* keyText = key, valueText = value ? "1\0"u8 : "0\0"u8)
        {
            api.Check(api.AddSessionConfigEntry(options, keyText, valueText), nameof(api.AddSessionConfigEntry));
        }
    }
}
