using LiveGenre.Daemon.Administration;

namespace LiveGenre.Daemon.Tests.Administration;

public sealed class ModelThreadTests
{
    [Fact]
    public async Task RunAsync_FromWhicheverThread_WorksOnOneOfItsOwn()
    {
        using var thread = new ModelThread();

        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => thread.RunAsync(() => Environment.CurrentManagedThreadId))));

        Assert.Single(ids.Distinct());
        Assert.NotEqual(ids[0], Environment.CurrentManagedThreadId);
    }

    [Fact]
    public async Task RunAsync_WhatFails_FailsForWhoAskedAndNobodyElse()
    {
        using var thread = new ModelThread();

        await Assert.ThrowsAsync<FormatException>(() => thread.RunAsync<int>(() => throw new FormatException()));

        Assert.Equal(2, await thread.RunAsync(() => 2));
    }
}
