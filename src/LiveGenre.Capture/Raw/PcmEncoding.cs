namespace LiveGenre.Capture.Raw;

/// <summary>How one sample is stored; all are little-endian.</summary>
public enum PcmEncoding
{
    /// <summary>8 bits, unsigned, 128 is silence (WAV's only 8-bit form).</summary>
    U8,

    /// <summary>16 bits, signed: <c>s16le</c>.</summary>
    S16,

    /// <summary>24 bits, signed, packed in three bytes: <c>s24le</c>.</summary>
    S24,

    /// <summary>32 bits, signed: <c>s32le</c>.</summary>
    S32,

    /// <summary>32 bits, IEEE float, full scale ±1: <c>f32le</c>.</summary>
    F32,

    /// <summary>64 bits, IEEE float, full scale ±1: <c>f64le</c>.</summary>
    F64,
}
