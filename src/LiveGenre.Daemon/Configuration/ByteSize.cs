using System.Globalization;

namespace LiveGenre.Daemon.Configuration;

/// <summary>Sizes as people write them: bytes, or a number and a unit, <c>2 GiB</c> or <c>500 MB</c>.</summary>
internal static class ByteSize
{
    /// <summary>What a size may be written with, for messages.</summary>
    public const string Units = "in bytes or with kB, MB, GB, TB (1000 each) or KiB, MiB, GiB, TiB (1024 each)";

    // From large to small, so that a size is worded in the largest one that it is a whole number of.
    private static readonly (string Name, long Bytes)[] All =
    [
        ("PiB", 1L << 50), ("PB", 1_000_000_000_000_000), ("TiB", 1L << 40), ("TB", 1_000_000_000_000), ("GiB", 1L << 30), ("GB", 1_000_000_000),
        ("MiB", 1L << 20), ("MB", 1_000_000), ("KiB", 1L << 10), ("kB", 1_000), ("B", 1),
    ];

    /// <summary>The bytes that a size with a unit is, in digits; the text as it is where it is none.</summary>
    public static string? ToDigits(string? text)
    {
        var number = text?.TrimEnd([.. "kKmMgGtTpPiIbB"]) ?? "";
        var unit = Array.Find(All, unit => unit.Name.Equals(text?[number.Length..], StringComparison.OrdinalIgnoreCase)).Bytes;
        return unit > 0 && decimal.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var count)
            && count <= long.MaxValue / unit
            ? ((long)(count * unit)).ToString(CultureInfo.InvariantCulture)
            : text;
    }

    /// <summary>A size in words.</summary>
    public static string ToText(object bytes)
    {
        var count = Convert.ToInt64(bytes, CultureInfo.InvariantCulture);
        var (name, size) = Array.Find(All, unit => count % unit.Bytes == 0);
        return $"{count / size} {name}";
    }
}
