using BenchmarkDotNet.Running;
using LiveGenre.Benchmarks;
using LiveGenre.Benchmarks.History;
using LiveGenre.Benchmarks.Latency;
using LiveGenre.Benchmarks.PythonLoop;
using LiveGenre.Benchmarks.Stations;
using LiveGenre.Benchmarks.Subscribers;

const string Usage = """
    Runs of whole processes; each prints a line of JSON. What is measured stands in docs/performance.md.
      stations [--count 1000] [--seconds 60] [--subscribers 100]   a daemon with so many stations in real time
      subscribers [--count 2000] [--seconds 30]                    one station, so many subscribers
      latency [--sources 10] [--seconds 60]                        from a marked sample to a subscriber; 20 s at the least
      python-loop [--seconds 120]                                  beside NumPy, SciPy and the same model
      history [--sources 100] [--days 365] [--store sqlite|postgresql] [--connection TEXT]

    Kernels, by BenchmarkDotNet: --filter '*', --list flat, and its other options.
    """;

try
{
    switch (args)
    {
        case [] or ["-h" or "--help", ..] or [_, "-h" or "--help", ..]:
            Console.WriteLine(Usage);
            return 0;
        case ["latency", ..]:
            return await LatencyRun.RunAsync(args[1..]);
        case ["history", ..]:
            return await HistoryRun.RunAsync(args[1..]);
        case ["stations", ..]:
            return await StationsRun.RunAsync(args[1..]);
        case ["subscribers", ..]:
            return await SubscribersRun.RunAsync(args[1..]);
        case ["python-loop", ..]:
            return await PythonLoopRun.RunAsync(args[1..]);
        case ["subscriber-process", ..]:
            return await SubscriberProcess.RunAsync(args[1..]);
        case [['-', ..], ..]:
            BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
            return 0;
        default:
            throw new UsageException($"'{args[0]}' is no run; there are stations, subscribers, latency, python-loop and history.");
    }
}
catch (UsageException error)
{
    Console.Error.WriteLine($"error: {error.Message}\n\n{Usage}");
    return 2;
}
