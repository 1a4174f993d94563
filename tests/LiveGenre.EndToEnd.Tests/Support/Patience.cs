namespace LiveGenre.EndToEnd.Tests.Support;

/// <summary>How long tests wait for what must come. On a busy machine everything takes a multiple of its time.</summary>
internal static class Patience
{
    /// <summary>For what takes a second or two on an idle machine.</summary>
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(45);

    /// <summary>For what takes up to half a minute by its nature.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(90);

    /// <summary>Waits until something outside of this process has become so.</summary>
    public static async Task UntilAsync(Func<bool> isSo, string what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var limit = new CancellationTokenSource(Short);
        while (!isSo())
        {
            try
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Waited {Short.TotalSeconds:0} s, and it is still not so: {what}");
            }
        }
    }
}
