using System.Runtime.InteropServices;
using LiveGenre.Core.Features;

namespace LiveGenre.Cli.Features;

/// <summary>All mel frames of one file, in dB, as they come.</summary>
/// <param name="parameters">The front end.</param>
internal sealed class MelFrames(FrontEndParameters parameters)
{
    /// <summary>Samples that the front end takes before its frames are fetched.</summary>
    private const int BlockHops = 64;

    private readonly LogMelFrontEnd _frontEnd = new(parameters);
    private readonly MelFrameBuffer _newest = new(parameters.MelBands, BlockHops + 1);
    private readonly List<float> _values = []; // [frames × bands]
    private int _count;

    /// <summary>Frames so far.</summary>
    public int Count => _count;

    /// <summary>Takes mono samples at the front end's rate.</summary>
    public void Add(ReadOnlySpan<float> mono)
    {
        while (!mono.IsEmpty)
        {
            var block = mono[..Math.Min(mono.Length, BlockHops * parameters.HopLength)];
            mono = mono[block.Length..];
            _frontEnd.Process(block, _newest);
            var known = _values.Count;
            CollectionsMarshal.SetCount(_values, (int)_newest.NextFrame * parameters.MelBands);
            for (; _count < _newest.NextFrame; _count++)
            {
                _newest.TryReadFrame(_count, CollectionsMarshal.AsSpan(_values).Slice(known, parameters.MelBands));
                known += parameters.MelBands;
            }
        }
    }

    /// <summary>[bands × frames], a row a band.</summary>
    public float[] ToBandMajor()
    {
        var rows = new float[_values.Count];
        var frames = CollectionsMarshal.AsSpan(_values);
        for (var frame = 0; frame < _count; frame++)
        {
            for (var band = 0; band < parameters.MelBands; band++)
            {
                rows[(band * _count) + frame] = frames[(frame * parameters.MelBands) + band];
            }
        }
        return rows;
    }
}
