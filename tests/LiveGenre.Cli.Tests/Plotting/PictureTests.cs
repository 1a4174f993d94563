using System.Buffers.Binary;
using System.IO.Compression;
using LiveGenre.Cli.Plotting;

namespace LiveGenre.Cli.Tests.Plotting;

public class PictureTests
{
    [Fact]
    public void Png_SmallPicture_HoldsItsPixels()
    {
        var png = PngImage.Encode(3, 2, (x, y) => ((byte)(10 * x), (byte)(20 * y), 255));

        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        Assert.Equal((3, 2), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
        Assert.Equal([0xAE, 0x42, 0x60, 0x82], png[^4..]); // the checksum of an empty IEND, the same in every PNG
        using var pixels = new ZLibStream(new MemoryStream(png, 41, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(33))), CompressionMode.Decompress);
        var rows = new byte[20];
        pixels.ReadExactly(rows);
        Assert.Equal([0, 0, 0, 255, 10, 0, 255, 20, 0, 255, 0, 0, 20, 255, 10, 20, 255, 20, 20, 255], rows);
    }

    [Fact]
    public void ColourMap_FromLeastToMost_RisesEvenlyInLightness()
    {
        var lightness = Enumerable.Range(0, 256).Select(step => Lightness(ColourMap.Of(step / 255.0))).ToList();

        Assert.All(lightness.Zip(lightness.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, -0.2, 1.5)); // of 100; rounding to bytes
        Assert.InRange(lightness[0], 0, 5);
        Assert.InRange(lightness[255], 90, 100);
        Assert.Equal(ColourMap.Of(0), ColourMap.Of(double.NaN));
    }

    [Fact]
    public void LabelColours_OfElevenLabels_AreAllDifferentAndBearBlackText()
    {
        var colours = Enumerable.Range(-2, 13).Select(label => LabelColours.Of(label, 11)).ToList();

        Assert.Equal(colours.Count, colours.Distinct().Count());
        Assert.All(colours, colour => Assert.InRange(Lightness((Hex(colour, 1), Hex(colour, 3), Hex(colour, 5))), 55, 95));
    }

    [Fact]
    public void TimeAxis_AnyDuration_HasRoundTicksWithRoomBetweenThem()
    {
        foreach (var seconds in new[] { 0.7, 4, 29, 200, 4_000, 90_000 })
        {
            var axis = new TimeAxis(100, 1_000, TimeSpan.Zero, TimeSpan.FromSeconds(seconds));
            var ticks = axis.Ticks().ToList();

            Assert.InRange(ticks.Count, 3, 13);
            Assert.All(ticks, tick => Assert.InRange(axis.X(tick), 100, 1_100));
            Assert.All(ticks.Zip(ticks.Skip(1)), pair => Assert.True(axis.X(pair.Second) - axis.X(pair.First) >= 79));
        }
    }

    private static byte Hex(string colour, int at) => Convert.ToByte(colour.Substring(at, 2), 16);

    /// <summary>CIE L*, by which equal steps look equal.</summary>
    private static double Lightness((byte R, byte G, byte B) colour)
    {
        static double Linear(byte value) => value <= 10 ? value / 255.0 / 12.92 : Math.Pow(((value / 255.0) + 0.055) / 1.055, 2.4);
        var luminance = (0.2126 * Linear(colour.R)) + (0.7152 * Linear(colour.G)) + (0.0722 * Linear(colour.B));
        return luminance > 0.008856 ? (116 * Math.Cbrt(luminance)) - 16 : 903.3 * luminance;
    }
}
