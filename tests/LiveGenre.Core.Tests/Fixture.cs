using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace LiveGenre.Core.Tests;

/// <summary>Reads the golden files under tests/fixtures; scripts beside them make them.</summary>
internal static partial class Fixture
{
    public static string PathOf(params string[] parts) => Path.Combine([AppContext.BaseDirectory, "fixtures", .. parts]);

    /// <summary>A little-endian float32 array in C order, and its shape.</summary>
    public static (float[] Values, int[] Shape) ReadNpy(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var headerLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8)); // version 1.0
        var header = Encoding.ASCII.GetString(bytes, 10, headerLength);
        Assert.Contains("'descr': '<f4', 'fortran_order': False", header);
        var shape = ShapePattern().Match(header).Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var values = new float[(bytes.Length - 10 - headerLength) / sizeof(float)];
        Buffer.BlockCopy(bytes, 10 + headerLength, values, 0, values.Length * sizeof(float));
        return (values, [.. shape.Select(int.Parse)]);
    }

    [GeneratedRegex(@"'shape': \(([^)]*)\)")]
    private static partial Regex ShapePattern();
}
