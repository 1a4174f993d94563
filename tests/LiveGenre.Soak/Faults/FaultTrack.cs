using System.Diagnostics;

namespace LiveGenre.Soak.Faults;

/// <summary>Faults that are made one after the other, in an order of chance, each once a round. Several tracks run side by side.</summary>
internal sealed class FaultTrack(IReadOnlyList<Fault> faults, int seed)
{
    /// <summary>Until all sources of a daemon run again after a fault is put right.</summary>
    private static readonly TimeSpan RecoveryLimit = Patience.Short;

    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(20);

    private readonly Random _random = new(seed);
    private readonly List<FaultRecord> _records = [];

    /// <summary>What was made so far. Read when the track has ended.</summary>
    public IReadOnlyList<FaultRecord> Records => _records;

    /// <summary>Goes round once, and on until the time is over.</summary>
    public async Task RunAsync(Func<bool> isOver, Action<FaultRecord> done)
    {
        do
        {
            var round = faults.ToArray();
            _random.Shuffle(round);
            foreach (var fault in round)
            {
                var record = await MakeAsync(fault);
                _records.Add(record);
                done(record);
                if (!isOver())
                {
                    await Task.Delay(_random.NextDouble() * LongestRest);
                }
            }
        }
        while (!isOver());
    }

    private async Task<FaultRecord> MakeAsync(Fault fault)
    {
        var began = DateTimeOffset.UtcNow;
        var recovery = Stopwatch.StartNew();
        string? failure = null;
        try
        {
            await fault.MakeAsync(_random);
            recovery.Restart();
            await Task.WhenAll((fault.Breaks.Count > 0 ? fault.Breaks : fault.Daemon.Sources).Select(source => fault.Daemon.WaitUntilRunningAsync(source, RecoveryLimit)));
        }
        catch (Exception error) // whatever it is, the soak goes on and reports it
        {
            failure = error.ToString();
        }
        return new FaultRecord(fault, began, DateTimeOffset.UtcNow, recovery.Elapsed, failure);
    }
}
