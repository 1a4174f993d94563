using LiveGenre.Protocol.V1;
using LiveGenre.Soak.Scene;

namespace LiveGenre.Soak.Faults;

/// <summary>What sound servers do.</summary>
internal static class SoundServerFaults
{
    public static IEnumerable<Fault> Of(Surroundings around)
    {
        var (booth, sound) = (around.Booth, around.Sound);
        string[] both = ["onair", "hall"];

        yield return new("sound server killed", booth, both, async random =>
        {
            var before = booth.EventsOf("onair").All.Count;
            sound.KillDaemon();
            await booth.EventsOf("onair").WaitForStateAsync(SourceState.Retrying, before);
            await Task.Delay(random.NextDouble() * TimeSpan.FromSeconds(2));
            await sound.StartDaemonAsync(Surroundings.OnAirSink, Surroundings.HallSink);
            around.PlayAll();
        });

        yield return new("sound server hangs", booth, both, async _ =>
        {
            var before = booth.EventsOf("hall").All.Count;
            sound.Freeze();
            await booth.EventsOf("hall").WaitForAsync(r => r.SourceState is not null, "another state", before);
            sound.Thaw();
        });

        yield return new("device removed", booth, ["hall"], async random =>
        {
            var before = booth.EventsOf("hall").All.Count;
            await sound.UnloadSinkAsync("hall");
            await booth.EventsOf("hall").WaitForStateAsync(SourceState.Retrying, before);
            await Task.Delay(random.NextDouble() * TimeSpan.FromSeconds(2));
            await sound.LoadSinkAsync(Surroundings.HallSink);
            around.Play("hall");
        });

        yield return new("device list changes", booth, [], async random =>
        {
            for (var i = 0; i < random.Next(5, 10); i++)
            {
                await sound.LoadSinkAsync($"guest{i}");
                await sound.UnloadSinkAsync($"guest{i}");
            }
        });
    }
}
