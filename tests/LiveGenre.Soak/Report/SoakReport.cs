using System.Globalization;
using System.Text.Json;
using LiveGenre.Cli.Output;
using LiveGenre.Soak.Faults;
using Spectre.Console;

namespace LiveGenre.Soak.Report;

/// <summary>How a soak went: tables for people, one JSON line for everything else.</summary>
/// <param name="Minutes">How long it ran.</param>
/// <param name="Seed">Of its order of faults.</param>
/// <param name="Faults">That were made, in the order of time.</param>
/// <param name="Skipped">That could not be made here, and why.</param>
/// <param name="Streams">One a source.</param>
/// <param name="Holds">One a daemon.</param>
/// <param name="StopFailures">What was not as it must be when the daemons were asked to end.</param>
internal sealed record SoakReport(
    double Minutes, int Seed, IReadOnlyList<FaultRecord> Faults, IReadOnlyList<Fault> Skipped, IReadOnlyList<StreamVerdict> Streams,
    IReadOnlyList<HoldVerdict> Holds, IReadOnlyList<string> StopFailures)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public bool HasPassed => Faults.All(f => f.Failure is null) && Streams.All(s => s.IsGood) && Holds.All(h => h.IsGood) && StopFailures.Count == 0;

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            Passed = HasPassed,
            Minutes = Math.Round(Minutes, 1),
            Seed,
            Faults = Faults.Count,
            FailedFaults = Faults.Count(f => f.Failure is not null),
            SkippedFaults = Skipped.Select(f => $"{f.Name}: {f.Missing}"),
            RecoveryP50S = Math.Round(Median(Faults), 1),
            RecoveryMaxS = Math.Round(Longest(Faults), 1),
            Windows = Streams.Sum(s => s.Windows),
            Gaps = Streams.Sum(s => s.Gaps),
            OverloadGaps = Streams.Sum(s => s.OverloadGaps),
            UnexplainedGaps = Streams.Sum(s => s.UnexplainedGaps),
            Holes = Streams.Sum(s => s.Holes),
            LostEvents = Streams.Sum(s => s.LostEvents),
            Daemons = Holds.Select(h => new
            {
                Name = h.Daemon,
                RssMb = Math.Round(h.ResidentMegabytes, 1),
                RssSlopeMbPerHour = Math.Round(h.ResidentSlope, 2),
                ThreadsPerHour = Math.Round(h.ThreadSlope, 2),
                HandlesPerHour = Math.Round(h.HandleSlope, 2),
                h.Zombies,
                SlopesJudged = h.IsLongEnough,
            }),
        },
        Json);

    public void Print()
    {
        var faults = TextTable.Create("FAULT", "MADE>", "FAILED>", "RECOVERY, MEDIAN>", "LONGEST>");
        foreach (var kind in Faults.GroupBy(f => f.Fault.Name).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            faults.AddText(kind.Key, Text(kind.Count()), Text(kind.Count(f => f.Failure is not null)), $"{Text(Median(kind))} s", $"{Text(Longest(kind))} s");
        }
        foreach (var fault in Skipped)
        {
            faults.AddText(fault.Name, "0", "0", fault.Missing!, "");
        }
        faults.Print();
        var streams = TextTable.Create("SOURCE", "WINDOWS>", "GAPS>", "OF OVERLOAD>", "UNEXPLAINED>", "HOLES>", "LOST EVENTS>", "ENDED");
        foreach (var stream in Streams)
        {
            streams.AddText(
                stream.Source, Text(stream.Windows), Text(stream.Gaps), Text(stream.OverloadGaps), Text(stream.UnexplainedGaps), Text(stream.Holes), Text(stream.LostEvents), stream.End ?? "");
        }
        streams.Print();
        var holds = TextTable.Create("DAEMON", "MB>", "MB/H>", "THREADS/H>", "HANDLES/H>", "ZOMBIES>", "");
        foreach (var hold in Holds)
        {
            holds.AddText(
                hold.Daemon, Text(hold.ResidentMegabytes), Text(hold.ResidentSlope), Text(hold.ThreadSlope), Text(hold.HandleSlope), Text(hold.Zombies),
                hold.IsLongEnough ? "" : "too short for slopes to say anything");
        }
        holds.Print();
        foreach (var failure in Faults.Where(f => f.Failure is not null).Select(f => $"{f.Fault.Name} at {f.Began:HH:mm:ss}: {f.Failure}").Concat(StopFailures))
        {
            Console.WriteLine(failure);
        }
    }

    private static double Median(IEnumerable<FaultRecord> faults)
    {
        var recoveries = faults.Select(f => f.Recovery.TotalSeconds).Order().ToList();
        return recoveries.Count == 0 ? 0 : recoveries[recoveries.Count / 2];
    }

    private static double Longest(IEnumerable<FaultRecord> faults) => faults.Select(f => f.Recovery.TotalSeconds).DefaultIfEmpty().Max();

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
