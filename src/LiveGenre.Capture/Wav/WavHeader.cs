using LiveGenre.Capture.Raw;
using LiveGenre.Core.Audio;

namespace LiveGenre.Capture.Wav;

/// <summary>What stands before the samples of a WAV file.</summary>
/// <param name="Format">Rate and channels, as written; not yet checked against what is supported.</param>
/// <param name="Encoding">How a sample is stored; null for a codec other than plain PCM.</param>
/// <param name="FormatTag">The codec's number, after WAVE_FORMAT_EXTENSIBLE is resolved: 1 PCM, 3 float.</param>
/// <param name="DataByteCount">Length of the samples in bytes; <see cref="long.MaxValue"/> where the writer did not know it.</param>
internal readonly record struct WavHeader(AudioFormat Format, PcmEncoding? Encoding, int FormatTag, long DataByteCount);
