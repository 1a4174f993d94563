using System.Diagnostics.CodeAnalysis;

namespace LiveGenre.Onnx.Runtime;

/// <summary>What a tensor's elements are; the values are those of the C API (ONNXTensorElementDataType).</summary>
[SuppressMessage("Naming", "CA1720", Justification = "These are the format's names for its element types.")]
public enum TensorElementType
{
    /// <summary>Not a tensor, or not typed.</summary>
    Undefined = 0,

    /// <summary>32-bit floating point, the only one that LiveGenre's models use.</summary>
    Float = 1,

    /// <summary>8-bit unsigned.</summary>
    UInt8 = 2,

    /// <summary>8-bit signed.</summary>
    Int8 = 3,

    /// <summary>16-bit unsigned.</summary>
    UInt16 = 4,

    /// <summary>16-bit signed.</summary>
    Int16 = 5,

    /// <summary>32-bit signed.</summary>
    Int32 = 6,

    /// <summary>64-bit signed.</summary>
    Int64 = 7,

    /// <summary>Text.</summary>
    String = 8,

    /// <summary>Truth values.</summary>
    Bool = 9,

    /// <summary>16-bit floating point.</summary>
    Float16 = 10,

    /// <summary>64-bit floating point.</summary>
    Double = 11,

    /// <summary>32-bit unsigned.</summary>
    UInt32 = 12,

    /// <summary>64-bit unsigned.</summary>
    UInt64 = 13,

    /// <summary>Two 32-bit floating point numbers.</summary>
    Complex64 = 14,

    /// <summary>Two 64-bit floating point numbers.</summary>
    Complex128 = 15,

    /// <summary>16-bit floating point with an 8-bit exponent.</summary>
    BFloat16 = 16,
}
