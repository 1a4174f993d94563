using LiveGenre.Protocol.V1;
using LiveGenre.Soak.Scene;

namespace LiveGenre.Soak.Faults;

/// <summary>What stations on the web do, and what happens to the decoder of one.</summary>
internal static class StreamFaults
{
    private const int GarbageBytes = 200_000; // 12 s at 128 kbit/s

    /// <summary>Of the station <c>talk</c>: connections that end, stop or were never ended.</summary>
    public static IEnumerable<Fault> OfConnections(Surroundings around)
    {
        var (relay, station) = (around.Relay, around.Talk);
        string[] talk = ["talk"];

        yield return new("stream stalls", relay, talk, async _ =>
        {
            var before = relay.EventsOf("talk").All.Count;
            station.Stall();
            await relay.EventsOf("talk").WaitForStateAsync(SourceState.NoData, before);
            await relay.EventsOf("talk").WaitForStateAsync(SourceState.Retrying, before);
        });

        yield return new("half-open socket", relay, talk, async _ =>
        {
            var before = relay.EventsOf("talk").All.Count;
            await station.VanishAsync();
            await relay.EventsOf("talk").WaitForStateAsync(SourceState.NoData, before);
            await relay.EventsOf("talk").WaitForStateAsync(SourceState.Retrying, before);
        }, Environment.IsPrivilegedProcess ? null : "needs root");

        yield return new("station off air", relay, talk, async random =>
        {
            var before = relay.EventsOf("talk").All.Count;
            station.GoOffAir();
            await relay.EventsOf("talk").WaitForStateAsync(SourceState.Retrying, before);
            await Task.Delay(random.NextDouble() * TimeSpan.FromSeconds(2));
            station.GoOnAir(random.Next(2) == 0 ? around.Mp3 : around.OtherMp3);
        });
    }

    /// <summary>Of the station <c>city</c>: what comes is not what came before.</summary>
    public static IEnumerable<Fault> OfContents(Surroundings around)
    {
        var (relay, station) = (around.Relay, around.City);
        string[] city = ["city"];
        var isOther = false;

        yield return new("rate and channels change", relay, city, async _ =>
        {
            isOther = !isOther;
            station.Play(isOther ? around.OtherMp3 : around.Mp3);
            await relay.WaitUntilRunningAsync("city", Patience.Short); // the burst of what came before is played out by now
        });

        yield return new("garbage stream", relay, city, async random =>
        {
            var before = relay.EventsOf("city").All.Count;
            var garbage = new byte[GarbageBytes];
            random.NextBytes(garbage);
            station.Play(garbage);
            await relay.EventsOf("city").WaitForAsync(r => r.SourceState is { State: not SourceState.Running }, "another state", before);
            station.Play(isOther ? around.OtherMp3 : around.Mp3);
        });

        yield return new("ffmpeg killed", relay, city, async _ =>
        {
            var before = relay.EventsOf("city").All.Count;
            var ffmpeg = relay.Daemon.Process.Children().Single(child => File.ReadAllText($"/proc/{child}/cmdline").Contains(station.Url, StringComparison.Ordinal));
            ChildProcess.KillChild(ffmpeg);
            await relay.EventsOf("city").WaitForAsync(r => r.SourceState is { State: not SourceState.Running }, "another state", before);
        });
    }
}
