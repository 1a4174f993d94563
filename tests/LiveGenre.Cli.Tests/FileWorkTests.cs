using LiveGenre.Capture;
using LiveGenre.Cli.Files;

namespace LiveGenre.Cli.Tests;

public class FileWorkTests
{
    [Fact]
    public async Task Run_WhateverEndsFirst_KeepsTheOrderAndTheNumberOfJobs()
    {
        var files = Enumerable.Range(0, 40).Select(i => $"{i}").ToList();
        var (running, most) = (0, 0);
        var gate = new Lock();

        var outcomes = await Collect(FileWork.RunAsync(files, 3, () => new object(), async (_, file, stop) =>
        {
            lock (gate) { most = Math.Max(most, ++running); }
            await Task.Delay(file.Length % 2 == 0 ? 1 : 5, stop);
            lock (gate) { running--; }
            return file;
        }, default));

        Assert.Equal(files, outcomes.Select(o => o.Value));
        Assert.InRange(most, 2, 3);
    }

    [Fact]
    public async Task Run_OneFileFails_GivesItsErrorAndGoesOn()
    {
        var outcomes = await Collect(FileWork.RunAsync(["a", "b", "c"], 2, () => new object(), (_, file, _) => file == "b"
            ? throw new AudioSourceException(AudioSourceFault.NotAudio, file, "'b' is no audio.")
            : Task.FromResult(file), default));

        Assert.Equal(["a", null, "c"], outcomes.Select(o => o.Value));
        Assert.Equal([null, "'b' is no audio.", null], outcomes.Select(o => o.Error));
    }

    [Fact]
    public async Task Run_ReaderStops_DisposesEveryWorker()
    {
        var workers = new List<Worker>();

        await foreach (var outcome in FileWork.RunAsync(["a", "b", "c", "d"], 2, () =>
        {
            var worker = new Worker();
            lock (workers) { workers.Add(worker); }
            return worker;
        }, async (_, file, stop) => { await Task.Delay(file == "a" ? 1 : 10_000, stop); return file; }, default))
        {
            break;
        }

        Assert.NotEmpty(workers);
        Assert.All(workers, worker => Assert.True(worker.IsDisposed));
    }

    private static async Task<List<FileOutcome<string>>> Collect(IAsyncEnumerable<FileOutcome<string>> outcomes)
    {
        var all = new List<FileOutcome<string>>();
        await foreach (var outcome in outcomes)
        {
            all.Add(outcome);
        }
        return all;
    }

    private sealed class Worker : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
