using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace LiveGenre.Onnx.Npy;

/// <summary>
/// NumPy's .npy files of 32-bit floats: <c>numpy.load</c> reads what <see cref="Write"/> makes, and <see cref="Read"/>
/// takes what <c>numpy.save</c> makes of a C-contiguous float32 array. Source: numpy.lib.format, versions 1.0 to 3.0.
/// </summary>
public static partial class NpyFile
{
    private const int Alignment = 64; // where NumPy lets the data start
    private const int PreambleSize = 10; // magic (6), version (2), header length (2)
    private const int MaxHeaderSize = 64 * 1024;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Writes an array, version 1.0, little-endian.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="values">The elements, row by row; as many as <paramref name="shape"/> says.</param>
    /// <param name="shape">Sizes, the slowest dimension first.</param>
    /// <exception cref="ArgumentException">The number of elements is not the shape's.</exception>
    public static void Write(Stream stream, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        long length = 1;
        foreach (var size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            length *= size;
        }

        if (length != values.Length)
        {
            throw new ArgumentException($"The shape holds {length} elements, not {values.Length}.", nameof(values));
        }

        var tuple = shape.Length == 1 ? $"{shape[0]}," : string.Join(", ", shape.ToArray());
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({tuple}), }}";
        var end = PreambleSize + header.Length + 1; // and a line feed
        header += new string(' ', (Alignment - (end % Alignment)) % Alignment) + '\n';

        Span<byte> preamble = stackalloc byte[PreambleSize];
        Magic.CopyTo(preamble);
        preamble[6] = 1;
        preamble[7] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(preamble[8..], (ushort)header.Length);
        stream.Write(preamble);
        stream.Write(Encoding.ASCII.GetBytes(header));
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Reads an array.</summary>
    /// <exception cref="InvalidDataException">It is no .npy file of C-contiguous little-endian float32, or it is cut short.</exception>
    public static NpyArray Read(Stream stream)
    {
        try
        {
            var header = ReadHeader(stream);
            var match = HeaderPattern().Match(header);
            if (!match.Success)
            {
                throw new InvalidDataException($"The .npy header is not readable: {header.Trim()}");
            }

            var (type, fortranOrder) = (match.Groups["type"].Value, match.Groups["fortran"].Value);
            if (type != "<f4" || fortranOrder != "False")
            {
                throw new InvalidDataException($"The .npy file holds descr '{type}', fortran_order {fortranOrder}; only '<f4' (float32), False is read.");
            }

            var shape = match.Groups["shape"].Value
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(size => int.Parse(size, CultureInfo.InvariantCulture)).ToArray();
            var length = shape.Aggregate(1, (product, size) => checked(product * size));
            if (stream.CanSeek && (long)length * sizeof(float) > stream.Length - stream.Position)
            {
                throw new EndOfStreamException(); // before room is made for what a broken header claims
            }

            var values = new float[length];
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return new NpyArray(shape, values);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("The .npy file is cut short.", e);
        }
        catch (FormatException e)
        {
            throw new InvalidDataException("The .npy file's shape is not readable.", e);
        }
        catch (OverflowException e)
        {
            throw new InvalidDataException("The .npy file's shape is too large.", e);
        }
    }

    private static string ReadHeader(Stream stream)
    {
        Span<byte> preamble = stackalloc byte[12];
        stream.ReadExactly(preamble[..8]);
        if (!preamble[..6].SequenceEqual(Magic))
        {
            throw new InvalidDataException("This is no .npy file: it does not start with \\x93NUMPY.");
        }

        // Version 1 counts the header in 2 bytes, 2 and 3 in 4.
        var version = preamble[6];
        stream.ReadExactly(preamble.Slice(8, version == 1 ? 2 : 4));
        var length = version switch
        {
            1 => BinaryPrimitives.ReadUInt16LittleEndian(preamble[8..]),
            2 or 3 => BinaryPrimitives.ReadUInt32LittleEndian(preamble[8..]),
            _ => throw new InvalidDataException($"The .npy file has format version {version}; 1 to 3 are read."),
        };
        if (length > MaxHeaderSize)
        {
            throw new InvalidDataException($"The .npy header of {length} bytes is too large; {MaxHeaderSize} are read.");
        }

        var header = new byte[length];
        stream.ReadExactly(header);
        return Encoding.UTF8.GetString(header);
    }

    [GeneratedRegex(@"^\{\s*'descr':\s*'(?<type>[^']*)',\s*'fortran_order':\s*(?<fortran>True|False),\s*'shape':\s*\((?<shape>[0-9, ]*)\),?\s*\}\s*$")]
    private static partial Regex HeaderPattern();
}
