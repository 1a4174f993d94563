using BenchmarkDotNet.Running;
using LiveGenre.Benchmarks.History;
using LiveGenre.Benchmarks.Latency;
using LiveGenre.Benchmarks.PythonLoop;
using LiveGenre.Benchmarks.Stations;
using LiveGenre.Benchmarks.Subscribers;

switch (args)
{
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
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
