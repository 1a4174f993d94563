namespace LiveGenre.Onnx.Runtime;

/// <summary>The least severe of ONNX Runtime's own log lines that it writes to standard error.</summary>
public enum OrtLoggingLevel
{
    /// <summary>Everything.</summary>
    Verbose = 0,

    /// <summary>What happens.</summary>
    Info = 1,

    /// <summary>What may be wrong.</summary>
    Warning = 2,

    /// <summary>What failed.</summary>
    Error = 3,

    /// <summary>What ends the process.</summary>
    Fatal = 4,
}
