namespace LiveGenre.Tests;

/// <summary>What a kernel promises: nothing on the heap once it is in steady state.</summary>
internal static class Allocations
{
    private const int Batches = 8;

    /// <summary>
    /// Runs <paramref name="step"/> until it is in steady state, then fails if it allocates on this thread in every batch of
    /// <paramref name="steps"/> runs. The runtime's own work, such as a class it prepares or code it compiles anew, now and then
    /// lands on this thread too; it does so once, while what a step allocates is there in each batch.
    /// </summary>
    public static void AssertNone(Action step, int steps = 256)
    {
        _ = OfBatch(step, steps);
        var least = long.MaxValue;
        for (var batch = 0; batch < Batches && least > 0; batch++)
        {
            least = Math.Min(least, OfBatch(step, steps));
        }

        Assert.Equal(0, least);
    }

    private static long OfBatch(Action step, int steps)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < steps; i++)
        {
            step();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
