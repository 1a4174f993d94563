using System.Text.Json;
using LiveGenre.EndToEnd.Tests.Support;
using Xunit.Abstractions;

namespace LiveGenre.EndToEnd.Tests;

/// <summary>A loopback with nothing on it, then music, then a sound server that is gone; and a program that is told of it.</summary>
public sealed class AlertTests(ITestOutputHelper output)
{
    [NeedsFact(Need.SoundServer)]
    public async Task Alerts_DeadAirMusicAndALostServer_ReachTheCommand()
    {
        using var folder = new TemporaryFolder();
        using var sound = await PulseServer.StartAsync("onair rate=44100 channels=2");
        var inbox = folder.Write("inbox.jsonl", []);
        await using var daemon = await DaemonProcess.StartAsync(new DaemonSetup
        {
            Sources = [("studio", "pulse:onair.monitor")],
            Settings =
            [
                ("DataFolder", Path.Combine(Path.GetDirectoryName(inbox)!, "data")), ("Windowing:Hop", "00:00:01"),
                ("Alerts:Rules:0:Kind", "Silence"), ("Alerts:Rules:0:For", "00:00:03"), ("Alerts:Rules:0:Recover", "00:00:02"),
                ("Alerts:Rules:1:Kind", "NoData"), ("Alerts:Rules:1:For", "00:00:03"), ("Alerts:Rules:1:Recover", "00:00:02"),
                ("Alerts:Receivers:0:Name", "inbox"), ("Alerts:Receivers:0:Kind", "Command"), ("Alerts:Receivers:0:Program", "/bin/sh"),
                ("Alerts:Receivers:0:Arguments:0", "-c"), ("Alerts:Receivers:0:Arguments:1", "cat >> \"$0\""), ("Alerts:Receivers:0:Arguments:2", inbox),
            ],
            Environment = [("PULSE_SERVER", sound.Address)],
        });
        try
        {
            var silent = await WaitForAsync(inbox, "silence", "firing");
            Assert.Matches("^No sound for \\d+ s: (every sample is zero|the loopback has nothing to play)\\.$", Text(silent, "summary"));

            sound.Play("onair", KnownMusic.Samples(TimeSpan.FromMinutes(2)), KnownMusic.SampleRateHz, channels: 1);
            var recovered = await WaitForAsync(inbox, "silence", "recovered");
            Assert.Equal(Text(silent, "alert_id"), Text(recovered, "alert_id"));

            var before = Read(inbox).Count;
            sound.KillDaemon();
            var lost = await WaitForAsync(inbox, "no-data", "firing", before);
            Assert.Matches("^No data for \\d+ s: (the device is lost|connecting again): ", Text(lost, "summary"));
        }
        finally
        {
            output.WriteLine(daemon.Log);
        }
    }

    private static async Task<JsonElement> WaitForAsync(string inbox, string rule, string happened, int from = 0)
    {
        bool IsIt(JsonElement message) =>
            message.GetProperty("event").GetString() == happened && Text(message.GetProperty("alert"), "rule") == rule;
        await Patience.UntilAsync(() => Read(inbox).Skip(from).Any(IsIt), $"{rule} {happened}");
        return Read(inbox).Skip(from).First(IsIt).GetProperty("alert");
    }

    private static string Text(JsonElement json, string key) => json.GetProperty(key).GetString()!;

    /// <summary>Whole lines; the last may still be written.</summary>
    private static List<JsonElement> Read(string inbox)
    {
        var text = File.ReadAllText(inbox);
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }
}
