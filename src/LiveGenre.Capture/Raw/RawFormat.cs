using LiveGenre.Core.Audio;

namespace LiveGenre.Capture.Raw;

/// <summary>What raw PCM looks like; nothing in it says so itself.</summary>
/// <param name="Audio">Rate and channels.</param>
/// <param name="Encoding">How a sample is stored.</param>
public readonly record struct RawFormat(AudioFormat Audio, PcmEncoding Encoding)
{
    private static readonly (string Name, PcmEncoding Encoding)[] Names =
    [
        ("s16le", PcmEncoding.S16),
        ("s24le", PcmEncoding.S24),
        ("s32le", PcmEncoding.S32),
        ("f32le", PcmEncoding.F32),
    ];

    /// <summary>The encodings that a person can name, separated by commas: <c>s16le, s24le, s32le, f32le</c>.</summary>
    public static string EncodingNames { get; } = string.Join(", ", Names.Select(n => n.Name));

    /// <summary>Finds an encoding by the name that ffmpeg and SoX users know, such as <c>s16le</c>.</summary>
    public static bool TryParseEncoding(string? name, out PcmEncoding encoding)
    {
        foreach (var known in Names)
        {
            if (string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                encoding = known.Encoding;
                return true;
            }
        }

        encoding = default;
        return false;
    }
}
