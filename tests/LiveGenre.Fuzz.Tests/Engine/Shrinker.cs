namespace LiveGenre.Fuzz.Tests.Engine;

/// <summary>Makes an input that fails smaller, as long as it fails in the same way.</summary>
internal static class Shrinker
{
    private const int MostTries = 3_000;

    /// <summary>The smallest input found.</summary>
    /// <param name="input">Fails.</param>
    /// <param name="fails">Whether another one fails in the same way.</param>
    public static byte[] Shrink(byte[] input, Func<byte[], bool> fails)
    {
        var left = MostTries;
        for (var size = input.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= input.Length && left > 0;)
            {
                byte[] shorter = [.. input[..at], .. input[(at + size)..]];
                left--;
                if (fails(shorter))
                {
                    input = shorter;
                }
                else
                {
                    at += size;
                }
            }
        }
        return input;
    }
}
