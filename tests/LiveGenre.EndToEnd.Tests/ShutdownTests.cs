using System.Diagnostics;
using LiveGenre.EndToEnd.Tests.Support;
using Xunit.Abstractions;

namespace LiveGenre.EndToEnd.Tests;

/// <summary>The daemon is asked to end, or is ended.</summary>
public sealed class ShutdownTests(ITestOutputHelper output)
{
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(5); // the default

    [NeedsFact(Need.FFmpeg, Need.Python)]
    public async Task Terminate_WithOpenSubscribers_TellsThemAndEndsInTime()
    {
        using var station = new Broadcaster(KnownMusic.Mp3(TimeSpan.FromSeconds(30), 44_100));
        await using var daemon = await StartAsync(("radio", station.Url), ("deck", KnownMusic.WavFile));
        await using var client = StockClient.Watch(StockLanguage.Python, daemon, "radio", "deck");
        await using var health = StockClient.WatchHealth(daemon, "");
        using var ours = daemon.Watch("deck");
        ReceivedEvents[] subscribers = [client.Of("radio"), client.Of("deck"), ours.Events];
        await Task.WhenAll(subscribers.Select(s => s.WaitForWindowsAsync(2)));
        var healthy = await health.WaitForLineAsync(line => line.TryGetProperty("status", out _), "health");
        var ffmpeg = Assert.Single(daemon.Process.Children());

        var asked = Stopwatch.StartNew();
        daemon.Process.SendTerminate();
        var exitCode = await daemon.Process.WaitAsync(4 * DrainTimeout);
        output.WriteLine($"Ended in {asked.Elapsed.TotalSeconds:0.00} s.\n{daemon.Log}");

        Assert.Equal(0, exitCode);
        Assert.Contains("The daemon has stopped, as it was asked to.", daemon.Log, StringComparison.Ordinal);
        Assert.InRange(asked.Elapsed, TimeSpan.Zero, DrainTimeout);
        foreach (var subscriber in subscribers)
        {
            var end = await subscriber.WaitForEndAsync();
            Assert.Equal("unavailable", end.Status, ignoreCase: true);
            Assert.Contains("shutting down", end.Detail, StringComparison.Ordinal);
            Streams.AssertWhole(subscriber.All.Numbered());
        }
        await health.WaitForLineAsync(line => line.TryGetProperty("ended", out var status) && status.GetString() == "UNAVAILABLE", "end", healthy);
        Assert.False(IsRunning(ffmpeg), "ffmpeg is still there.");
    }

    [NeedsFact(Need.FFmpeg)]
    public async Task Terminate_WithASubscriberThatDoesNotRead_StopsCaptureAtOnceAndEndsAllTheSame()
    {
        using var station = new Broadcaster(KnownMusic.Mp3(TimeSpan.FromSeconds(30), 44_100));
        await using var daemon = await StartAsync(("radio", station.Url));
        using var radio = daemon.Watch("radio");
        await radio.Events.WaitForWindowsAsync(1);
        using var stalled = await StalledSubscriber.OpenAsync(daemon, "radio");
        var ffmpeg = Assert.Single(daemon.Process.Children());

        var asked = Stopwatch.StartNew();
        daemon.Process.SendTerminate();
        await Patience.UntilAsync(() => !IsRunning(ffmpeg), "ffmpeg has ended");
        var captureEnded = asked.Elapsed;
        var exitCode = await daemon.Process.WaitAsync(4 * DrainTimeout);
        output.WriteLine($"Capture ended in {captureEnded.TotalSeconds:0.00} s, the daemon in {asked.Elapsed.TotalSeconds:0.00} s.\n{daemon.Log}");

        Assert.InRange(captureEnded, TimeSpan.Zero, DrainTimeout);
        Assert.Equal(0, exitCode);
        Assert.InRange(asked.Elapsed, TimeSpan.Zero, 2 * DrainTimeout); // within which the host would break the connection by itself
    }

    [NeedsFact(Need.FFmpeg)]
    public async Task Kill_WithFFmpegRunning_LeavesNoneBehind()
    {
        using var station = new Broadcaster(KnownMusic.Mp3(TimeSpan.FromSeconds(30), 44_100));
        await using var daemon = await StartAsync(("radio", station.Url));
        using var radio = daemon.Watch("radio");
        await radio.Events.WaitForWindowsAsync(1);
        var ffmpeg = Assert.Single(daemon.Process.Children());

        daemon.Process.Kill();

        await Patience.UntilAsync(() => !IsRunning(ffmpeg), "ffmpeg has ended with the daemon");
    }

    private static Task<DaemonProcess> StartAsync(params (string Id, string Address)[] sources) => DaemonProcess.StartAsync(new DaemonSetup
    {
        Sources = sources,
        Settings =
        [
            .. sources.Index().Where(s => s.Item.Id == "deck").Select(s => ($"Sources:{s.Index}:Loop", "true")),
            ("Windowing:Hop", "00:00:01"), ("Serving:DrainTimeout", $"{DrainTimeout:c}"),
        ],
    });

    /// <summary>Whether it is there and no zombie that its new parent has yet to fetch.</summary>
    private static bool IsRunning(int process)
    {
        try
        {
            var state = File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].TrimStart()[0];
            return state is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
