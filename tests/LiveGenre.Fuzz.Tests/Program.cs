using System.Diagnostics;
using System.Globalization;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Fuzz.Tests.Engine;
using LiveGenre.Fuzz.Tests.Targets;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Classification;

// The long run, by hand: dotnet run -c Release --project tests/LiveGenre.Fuzz.Tests -- --cases 1000000
// Options: --cases N in all, --seed S, --target NAME one target only, --case K that case only, from its start to what becomes of it.
const int Rounds = 10;
var hangs = TimeSpan.FromSeconds(30);
var options = args.Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
var wanted = options.Keys.Except(["--cases", "--seed", "--target", "--case"]).ToList();
if (args.Length % 2 != 0 || wanted.Count > 0)
{
    Console.Error.WriteLine("--cases N, --seed S, --target NAME, --case K");
    return 2;
}
var cases = long.Parse(options.GetValueOrDefault("--cases", "1000000"), CultureInfo.InvariantCulture);
var seed = int.Parse(options.GetValueOrDefault("--seed", "1"), CultureInfo.InvariantCulture);

using var files = new FileTargets();
using var classifier = new OnnxGenreClassifier(ModelBundle.Load(ModelFolder.Find("models/livegenre-1")), new OnnxClassifierOptions { MaxBatch = 8 });
await using var daemon = await new CallTarget().StartAsync();
List<FuzzTarget> targets = [.. FuzzTargets.Pure, .. files.All, daemon.Target, SocketTargets.Http1(daemon.Urls[0]), SocketTargets.Http2(daemon.Urls[1]), SoundTargets.Analysis(classifier)];
if (options.TryGetValue("--target", out var name))
{
    targets.RemoveAll(target => target.Name != name);
}
if (options.TryGetValue("--case", out var number))
{
    var index = long.Parse(number, CultureInfo.InvariantCulture);
    var target = targets.Single();
    Console.WriteLine(Convert.ToHexString(Mutator.Make(target, seed, index)));
    Console.WriteLine(target.Run(Mutator.Make(target, seed, index)) ? "taken" : "refused"); // or it throws
    return 0;
}

var shares = targets.Sum(target => target.Share);
var runs = targets.ConvertAll(target => (Target: target, Run: new FuzzRun(target, seed)));
var watched = (Name: "", Case: -1L, Since: 0L);
using var watch = new Timer(_ => EndIfOneHangs(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
var memory = new List<(long Cases, double Heap, double Resident)>();
Console.WriteLine($"seed {seed}, {cases} cases, {targets.Count} targets");
var started = Stopwatch.GetTimestamp();
for (var round = 0; round < Rounds; round++)
{
    foreach (var (target, run) in runs)
    {
        var all = (cases * target.Share + shares - 1) / shares;
        run.Run(all * round / Rounds, all * (round + 1) / Rounds);
    }
    memory.Add((runs.Sum(r => r.Run.Cases), GC.GetTotalMemory(forceFullCollection: true) / 1e6, Environment.WorkingSet / 1e6));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{memory[^1].Cases,10} cases  {Stopwatch.GetElapsedTime(started).TotalSeconds,6:0} s  heap {memory[^1].Heap,6:0.0} MB  resident {memory[^1].Resident,6:0} MB  {runs.Sum(r => r.Run.Findings.Count)} findings"));
}

Console.WriteLine("| Target | Cases | Taken | Refused | Slowest |\n|---|--:|--:|--:|--:|");
foreach (var (target, run) in runs)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {target.Name} | {run.Cases:N0} | {run.Taken:N0} | {run.Cases - run.Taken:N0} | {run.Slowest.TotalMilliseconds:0.0} ms (case {run.SlowestCase}) |"));
}
// After the first half everything has been seen once: code, pools, caches.
var (middle, last) = (memory[Rounds / 2 - 1], memory[^1]);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{last.Cases:N0} cases, {runs.Sum(r => r.Run.Findings.Count)} findings; over the second half the heap grew by {last.Heap - middle.Heap:0.00} MB, what is resident by {last.Resident - middle.Resident:0} MB"));
foreach (var finding in runs.SelectMany(r => r.Run.Findings))
{
    Console.WriteLine(finding);
}
return runs.Any(r => r.Run.Findings.Count > 0) ? 1 : 0;

void EndIfOneHangs()
{
    if (runs.Find(r => r.Run.Current >= 0) is not { Run: { } run, Target: { } target } || watched.Name != target.Name || watched.Case != run.Current)
    {
        var now = runs.Find(r => r.Run.Current >= 0);
        watched = (now.Target?.Name ?? "", now.Run?.Current ?? -1, Stopwatch.GetTimestamp());
    }
    else if (Stopwatch.GetElapsedTime(watched.Since) > hangs)
    {
        Console.WriteLine($"{watched.Name} hangs: --target {watched.Name} --seed {seed} --case {watched.Case}");
        Environment.Exit(3);
    }
}
