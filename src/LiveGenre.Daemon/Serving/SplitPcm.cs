using LiveGenre.Capture.Raw;

namespace LiveGenre.Daemon.Serving;

/// <summary>Decodes PCM whose bytes may be split anywhere, even within a sample: what does not fill a frame waits for the next call.</summary>
internal sealed class SplitPcm(PcmEncoding encoding, int channels)
{
    private readonly int _frameBytes = PcmDecoder.BytesPerSample(encoding) * channels;
    private byte[] _bytes = [];
    private float[] _samples = [];

    /// <summary>Bytes that wait for the rest of their frame.</summary>
    public int RemainderBytes { get; private set; }

    /// <summary>Whether bytes wait for the rest of their frame.</summary>
    public bool HasRemainder => RemainderBytes > 0;

    /// <summary>All whole frames so far, interleaved; valid until the next call.</summary>
    public ReadOnlySpan<float> Decode(ReadOnlySpan<byte> bytes)
    {
        var length = RemainderBytes + bytes.Length;
        if (_bytes.Length < length)
        {
            Array.Resize(ref _bytes, length);
        }
        bytes.CopyTo(_bytes.AsSpan(RemainderBytes));
        var whole = length / _frameBytes * _frameBytes;
        var samples = whole / _frameBytes * channels;
        if (_samples.Length < samples)
        {
            _samples = new float[samples];
        }
        PcmDecoder.Decode(encoding, _bytes.AsSpan(0, whole), _samples.AsSpan(0, samples));
        _bytes.AsSpan(whole, length - whole).CopyTo(_bytes);
        RemainderBytes = length - whole;
        return _samples.AsSpan(0, samples);
    }
}
