using System.Buffers.Binary;
using System.Text;

namespace LiveGenre.Fuzz.Tests.Engine;

/// <summary>Makes wrong inputs of right ones. The same seed, target and case always give the same input.</summary>
internal static class Mutator
{
    private const int MaxLength = 64 * 1024;

    /// <summary>Most changes of one input, one upon the other.</summary>
    private const int MaxChanges = 8;

    // Where lengths, counts and signs turn over.
    private static readonly long[] Edges =
    [
        0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 100, 127, 128, 255, 256, 1_000, 4_095, 4_096, 32_767, 32_768, 65_535, 65_536,
        int.MaxValue - 1, int.MaxValue, 0x8000_0000, uint.MaxValue - 1, uint.MaxValue, long.MaxValue, long.MinValue, -1, -2, -128,
    ];

    /// <summary>Input number <paramref name="index"/> of a target.</summary>
    public static byte[] Make(FuzzTarget target, int seed, long index)
    {
        var random = new Random(Mix(seed, target.Name, index));
        var input = new List<byte>(target.Seeds[random.Next(target.Seeds.Count)]);
        for (var left = random.Next(MaxChanges + 1); left > 0; left--)
        {
            Change(input, target, random);
        }
        if (input.Count > MaxLength)
        {
            input.RemoveRange(MaxLength, input.Count - MaxLength);
        }
        return [.. input];
    }

    private static void Change(List<byte> input, FuzzTarget target, Random random)
    {
        var at = random.Next(input.Count + 1);
        var length = Math.Min(random.Next(1, random.Next(4) == 0 ? 1_024 : 16), input.Count - at);
        switch (random.Next(10))
        {
            case 0 when at < input.Count:
                input[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < input.Count:
                input[at] = (byte)random.Next(256);
                break;
            case 2:
                Overwrite(input, at, Edge(random));
                break;
            case 3:
                input.RemoveRange(at, length);
                break;
            case 4:
                input.RemoveRange(at, input.Count - at);
                break;
            case 5:
                input.InsertRange(at, input.GetRange(at, length));
                break;
            case 6 when target.Words.Count > 0:
                input.InsertRange(at, target.Words[random.Next(target.Words.Count)]);
                break;
            case 7 when target.Words.Count > 0:
                input.RemoveRange(at, length);
                input.InsertRange(at, target.Words[random.Next(target.Words.Count)]);
                break;
            case 8:
                var other = target.Seeds[random.Next(target.Seeds.Count)];
                var from = random.Next(other.Length + 1);
                input.RemoveRange(at, input.Count - at);
                input.AddRange(other.AsSpan(from).ToArray());
                break;
            default:
                input.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), random.Next(1, 1 << random.Next(1, 12))));
                break;
        }
    }

    private static byte[] Edge(Random random)
    {
        var value = Edges[random.Next(Edges.Length)];
        var bytes = new byte[8];
        if (random.Next(3) == 0)
        {
            return Encoding.ASCII.GetBytes(value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        if (random.Next(2) == 0)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            return bytes[..(1 << random.Next(4))];
        }
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes[^(1 << random.Next(4))..];
    }

    private static void Overwrite(List<byte> input, int at, byte[] value)
    {
        for (var i = 0; i < value.Length && at + i < input.Count; i++)
        {
            input[at + i] = value[i];
        }
    }

    // FNV-1a, because string.GetHashCode differs from run to run.
    private static int Mix(int seed, string name, long index)
    {
        var hash = 2_166_136_261u;
        foreach (var part in $"{seed}/{name}/{index}")
        {
            hash = (hash ^ part) * 16_777_619u;
        }
        return (int)hash;
    }
}
