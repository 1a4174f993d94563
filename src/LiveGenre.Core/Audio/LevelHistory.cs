using System.Numerics.Tensors;

namespace LiveGenre.Core.Audio;

/// <summary>
/// Sums for the level of any recent stretch of a stream, one entry a block of fixed length, so that overlapping windows
/// do not measure their samples again. Not thread-safe.
/// </summary>
public sealed class LevelHistory
{
    private readonly int _blockLength;
    private readonly Block[] _blocks;

    /// <summary>Begins at position 0.</summary>
    /// <param name="blockLength">Samples an entry, 1 or more; stretches are measured in whole entries.</param>
    /// <param name="capacity">Samples that are remembered at the least.</param>
    public LevelHistory(int blockLength, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _blockLength = blockLength;
        _blocks = new Block[(capacity / blockLength) + 2];
    }

    /// <summary>Position of the next sample.</summary>
    public long Position { get; private set; }

    /// <summary>Takes the next samples.</summary>
    /// <param name="samples">Mono, full scale ±1.</param>
    /// <param name="clippedSampleCount">Captured samples at full scale among them, counted before mixing.</param>
    public void Add(ReadOnlySpan<float> samples, int clippedSampleCount)
    {
        while (!samples.IsEmpty)
        {
            var taken = samples[..(int)Math.Min(samples.Length, _blockLength - (Position % _blockLength))];
            ref var block = ref BlockAt(Position);
            block.Energy += TensorPrimitives.SumOfSquares(taken);
            block.Peak = Math.Max(block.Peak, Math.Abs(TensorPrimitives.MaxMagnitude(taken)));
            block.ClippedSampleCount += clippedSampleCount;
            block.SampleCount += taken.Length;
            clippedSampleCount = 0;
            Position += taken.Length;
            samples = samples[taken.Length..];
        }
    }

    /// <summary>Goes on at <paramref name="position"/>; what lies between counts for nothing.</summary>
    public void SkipTo(long position) => Position = Math.Max(Position, position);

    /// <summary>Level of the entries that <paramref name="start"/> to <paramref name="end"/> touch; positions not remembered count for nothing.</summary>
    /// <param name="start">First position.</param>
    /// <param name="end">One past the last position.</param>
    public AudioLevel Measure(long start, long end)
    {
        double energy = 0;
        float peak = 0;
        var (clipped, samples) = (0, 0);
        for (var index = start / _blockLength; index * _blockLength < end; index++)
        {
            ref readonly var block = ref _blocks[index % _blocks.Length];
            if (block.Index == index)
            {
                energy += block.Energy;
                peak = Math.Max(peak, block.Peak);
                clipped += block.ClippedSampleCount;
                samples += block.SampleCount;
            }
        }
        return new(
            ToDbfs(samples == 0 ? 0 : (float)Math.Sqrt(energy / samples)),
            ToDbfs(peak),
            clipped);
    }

    private ref Block BlockAt(long position)
    {
        var index = position / _blockLength;
        ref var block = ref _blocks[index % _blocks.Length];
        if (block.Index != index || block.SampleCount == 0)
        {
            block = new Block { Index = index };
        }
        return ref block;
    }

    private static float ToDbfs(float amplitude) =>
        Math.Max(AudioLevel.FloorDbfs, 20 * MathF.Log10(amplitude));

    private struct Block
    {
        public long Index;
        public double Energy;
        public float Peak;
        public int ClippedSampleCount;
        public int SampleCount;
    }
}
