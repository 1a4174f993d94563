using System.Text;
using LiveGenre.Onnx.Npy;

namespace LiveGenre.Onnx.Tests.Npy;

public class NpyFileTests
{
    // numpy 1.24.2: numpy.save of numpy.array([[1.5, -2, 3]], dtype='<f4')
    private const string SavedByNumpy =
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsIDMpLCB9ICAgICAg"
        + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAMA/AAAAwAAAQEA=";

    [Fact]
    public void Read_OfAFileThatNumpyWrote_GivesShapeAndValues()
    {
        var array = NpyFile.Read(new MemoryStream(Convert.FromBase64String(SavedByNumpy)));

        Assert.Equal([1, 3], array.Shape);
        Assert.Equal([1.5f, -2, 3], array.Values);
    }

    [Fact]
    public void Write_OfTheSameArray_MakesTheSameFile()
    {
        var stream = new MemoryStream();

        NpyFile.Write(stream, [1.5f, -2, 3], 1, 3);

        Assert.Equal(SavedByNumpy, Convert.ToBase64String(stream.ToArray()));
    }

    [Theory]
    [InlineData(new int[0], 1)]
    [InlineData(new[] { 7 }, 7)]
    [InlineData(new[] { 2, 0, 3 }, 0)]
    [InlineData(new[] { 3, 128, 17 }, 3 * 128 * 17)]
    [InlineData(new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 100 }, 100)]
    public void Read_OfWhatWasWritten_IsTheSame(int[] shape, int length)
    {
        var values = Enumerable.Range(0, length).Select(i => i * 0.25f).ToArray();
        var stream = new MemoryStream();
        NpyFile.Write(stream, values, shape);
        Assert.Equal(0, (stream.Length - (length * sizeof(float))) % 64); // where numpy lets the data start
        stream.Position = 0;

        var array = NpyFile.Read(stream);

        Assert.Equal(shape, array.Shape);
        Assert.Equal(values, array.Values);
    }

    [Fact]
    public void Write_WithAnotherLengthThanTheShape_Throws() =>
        Assert.Throws<ArgumentException>(() => NpyFile.Write(new MemoryStream(), new float[5], 2, 3));

    [Theory]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", "descr '<f8'")]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", "fortran_order True")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "cut short")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999, 99999), }", "too large")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000,), }", "cut short")] // before it takes 8 GB
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1 2,), }", "shape is not readable")]
    [InlineData("{'shape': (1,)}", "header is not readable")]
    public void Read_OfAnArrayThatIsNotRead_SaysWhy(string header, string expected)
    {
        byte[] file = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), 0, 0, 0, 0];

        var exception = Assert.Throws<InvalidDataException>(() => NpyFile.Read(new MemoryStream(file)));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text file", "no .npy file")]
    [InlineData("abc", "cut short")]
    [InlineData("", "cut short")]
    public void Read_OfAnotherFile_SaysWhy(string text, string expected)
    {
        var exception = Assert.Throws<InvalidDataException>(() => NpyFile.Read(new MemoryStream(Encoding.ASCII.GetBytes(text))));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, "format version 4")]
    [InlineData(2, "too large")]
    public void Read_OfAPreambleThatIsNotRead_SaysWhy(byte version, string expected)
    {
        byte[] file = [0x93, .. "NUMPY"u8, version, 0, 255, 255, 255, 255, 0];

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => NpyFile.Read(new MemoryStream(file))).Message, StringComparison.Ordinal);
    }
}
