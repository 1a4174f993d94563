using System.Diagnostics;
using LiveGenre.Soak.Faults;
using LiveGenre.Soak.Report;
using LiveGenre.Soak.Scene;

namespace LiveGenre.Soak;

/// <summary>Real daemons among real parts that fail, for as long as one likes; then what was lost, leaked or left behind.</summary>
internal static class SoakRun
{
    /// <returns>0 if everything held, 1 if not.</returns>
    public static async Task<int> RunAsync(SoakArguments arguments)
    {
        if (new RequiresFactAttribute("pulseaudio", "pactl", "pacat", "ffmpeg").Skip is { } missing)
        {
            Console.WriteLine($"Skipped: {missing}.");
            return 0;
        }
        await using var around = await Surroundings.SetUpAsync();
        await Task.WhenAll(around.Daemons.SelectMany(daemon => daemon.Sources.Select(source => daemon.WaitUntilRunningAsync(source, Patience.Long))));
        var (began, clock) = (DateTimeOffset.UtcNow, Stopwatch.StartNew());

        // Each track has sources of its own, so that a gap tells whose doing it is.
        IReadOnlyList<Fault>[] all =
        [
            [.. SoundServerFaults.Of(around)],
            [.. StreamFaults.OfConnections(around)],
            [.. StreamFaults.OfContents(around), .. ModelFaults.Of(around), .. RestartFaults.Of(around)],
            [.. ClockFaults.Of(around), .. StorageFaults.Of(around), .. SubscriberFaults.Of(around)],
        ];
        var tracks = all.Index().Select(t => new FaultTrack([.. t.Item.Where(f => f.Missing is null)], arguments.Seed + t.Index)).ToList();
        await Task.WhenAll(tracks.Select(track => track.RunAsync(() => clock.Elapsed >= arguments.Duration, record => Show(record, clock.Elapsed))));

        var faults = tracks.SelectMany(track => track.Records).OrderBy(record => record.Began).ToList();
        var streams = around.Daemons.SelectMany(daemon => daemon.Sources.Select(source => StreamVerdict.Of(daemon, source, faults))).ToList();
        var report = new SoakReport(
            clock.Elapsed.TotalMinutes, arguments.Seed, faults, [.. all.SelectMany(track => track).Where(f => f.Missing is not null)], streams,
            [.. around.Daemons.Select(HoldVerdict.Of)], await StopAsync(around));
        report.Print();
        if (!report.HasPassed)
        {
            foreach (var daemon in around.Daemons)
            {
                Console.WriteLine($"{daemon.Name}: {daemon.Daemon.Log}");
            }
        }
        Console.WriteLine(report.ToJson());
        if (arguments.Report is { } folder)
        {
            folder.Create();
            File.WriteAllText(Path.Combine(folder.FullName, "soak.json"), report.ToJson() + "\n");
            File.WriteAllText(Path.Combine(folder.FullName, "soak.svg"), SoakPicture.Draw([.. around.Daemons.Select(d => (d.Name, d.Meter.Samples))], faults, began));
        }
        return report.HasPassed ? 0 : 1;
    }

    private static void Show(FaultRecord record, TimeSpan at) => Console.WriteLine(FormattableString.Invariant(
        $"{at:hh\\:mm\\:ss} {record.Fault.Name}: {(record.Failure is null ? $"recovered in {record.Recovery.TotalSeconds:0.0} s" : "FAILED, " + record.Failure.Split('\n')[0])}"));

    private static async Task<IReadOnlyList<string>> StopAsync(Surroundings around)
    {
        var failures = new List<string>();
        foreach (var daemon in around.Daemons)
        {
            try
            {
                await daemon.StopAsync();
            }
            catch (Exception error) // whatever it is, it is the report's to tell
            {
                failures.Add($"{daemon.Name} did not end well: {error}");
            }
        }
        return failures;
    }
}
