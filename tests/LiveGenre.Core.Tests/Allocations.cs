namespace LiveGenre.Core.Tests;

internal static class Allocations
{
    /// <summary>Runs <paramref name="step"/> until it is in steady state, then fails if any later run allocates on this thread.</summary>
    public static void AssertNone(Action step)
    {
        for (var i = 0; i < 64; i++)
        {
            step();
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 256; i++)
        {
            step();
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
