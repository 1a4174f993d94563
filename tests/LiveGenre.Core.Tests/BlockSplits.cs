namespace LiveGenre.Core.Tests;

/// <summary>Ways to cut a stream into blocks.</summary>
internal static class BlockSplits
{
    /// <summary>Block lengths that fill <paramref name="total"/>; <paramref name="length"/> 0 means uneven ones, with empty ones among them.</summary>
    public static IEnumerable<int> Of(int total, int length)
    {
        var random = new Random(total);
        for (var done = 0; done < total;)
        {
            var block = Math.Min(total - done, length > 0 ? length : random.Next(0, 3_000));
            yield return block;
            done += block;
        }
    }
}
