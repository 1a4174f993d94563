using BenchmarkDotNet.Running;
using LiveGenre.Benchmarks.History;
using LiveGenre.Benchmarks.Latency;

if (args is ["latency", ..])
{
    return await LatencyRun.RunAsync(args[1..]);
}
if (args is ["history", ..])
{
    return await HistoryRun.RunAsync(args[1..]);
}
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
