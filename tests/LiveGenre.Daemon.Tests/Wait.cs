namespace LiveGenre.Daemon.Tests;

/// <summary>Waits for what happens on other threads, patiently: the machine may be busy.</summary>
internal static class Wait
{
    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var patience = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(patience) < TimeSpan.FromSeconds(60), $"Waited in vain for {what}.");
            await Task.Delay(20);
        }
    }
}
