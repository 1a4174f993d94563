using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace LiveGenre.Capture.Raw;

/// <summary>Turns stored PCM into samples of range ±1. Float values pass unchanged: also those beyond full scale, infinities and NaN, which the mixer deals with.</summary>
public static class PcmDecoder
{
    private const float U8Scale = 1f / 128;         // 2^7
    private const float S16Scale = 1f / 32_768;     // 2^15
    private const float S32Scale = 1f / 2_147_483_648; // 2^31

    /// <summary>Bytes that one sample takes, 1 to 8.</summary>
    public static int BytesPerSample(PcmEncoding encoding) => encoding switch
    {
        PcmEncoding.U8 => 1,
        PcmEncoding.S16 => 2,
        PcmEncoding.S24 => 3,
        PcmEncoding.S32 or PcmEncoding.F32 => 4,
        PcmEncoding.F64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, null),
    };

    /// <summary>Decodes <paramref name="samples"/>.Length samples.</summary>
    /// <param name="encoding">How they are stored.</param>
    /// <param name="bytes">At least <paramref name="samples"/>.Length × <see cref="BytesPerSample"/> bytes.</param>
    /// <param name="samples">Receives them.</param>
    public static void Decode(PcmEncoding encoding, ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        bytes = bytes[..(samples.Length * BytesPerSample(encoding))];
        switch (encoding)
        {
            case PcmEncoding.U8:
                for (var i = 0; i < samples.Length; i++) { samples[i] = (bytes[i] - 128) * U8Scale; }
                break;
            case PcmEncoding.S16:
                var shorts = MemoryMarshal.Cast<byte, short>(bytes);
                for (var i = 0; i < samples.Length; i++) { samples[i] = shorts[i] * S16Scale; }
                break;
            case PcmEncoding.S24:
                // The three bytes become the upper ones of an int, so that the sign comes for free.
                for (var i = 0; i < samples.Length; i++)
                {
                    var at = bytes.Slice(3 * i, 3);
                    samples[i] = ((at[0] << 8) | (at[1] << 16) | (at[2] << 24)) * S32Scale;
                }
                break;
            case PcmEncoding.S32:
                var ints = MemoryMarshal.Cast<byte, int>(bytes);
                for (var i = 0; i < samples.Length; i++) { samples[i] = ints[i] * S32Scale; }
                break;
            case PcmEncoding.F32:
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(samples);
                break;
            case PcmEncoding.F64:
                for (var i = 0; i < samples.Length; i++)
                {
                    samples[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]);
                }
                break;
        }
    }
}
