using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using LiveGenre.Capture.FFmpeg;
using LiveGenre.Capture.Tests.Support;
using LiveGenre.Core.Audio;

namespace LiveGenre.Capture.Tests.FFmpeg;

public class StreamSourceTests
{
    private static readonly AudioSourceOptions Options = new() { RealTime = false };

    [RequiresFact("ffmpeg")]
    public async Task ReadAsync_EndlessStream_GivesTheTone()
    {
        using var station = HttpStation.Stalling(FFmpegFiles.Sine("mp3", 1000, 44_100, 2, 4));
        await using var capture = await OpenAsync(station.Url());
        var left = Tone.Channel(await capture.ReadFramesAsync(88_200), 2);
        Assert.Equal(new AudioFormat(44_100, 2), capture.Format);
        Assert.InRange(Tone.Purity(left.AsSpan(22_050, 44_100), 1000, 44_100), 0.98, 1.02);
        Assert.Equal(1, station.Connections); // probing takes no second one
    }

    [RequiresFact("ffmpeg")]
    public async Task OpenAsync_RateChangedBetweenConnections_IsProbedAfresh()
    {
        byte[][] programmes = [FFmpegFiles.Sine("mp3", 1000, 44_100, 2, 1), FFmpegFiles.Sine("mp3", 1000, 24_000, 1, 1)];
        var served = 0;
        using var station = new HttpStation((_, stream, stop) => HttpStation.SendAsync(stream, programmes[served++], "audio/mpeg", stop));
        var source = AudioSourceFactory.Create(station.Url(), Options);
        foreach (var format in new[] { new AudioFormat(44_100, 2), new AudioFormat(24_000, 1) })
        {
            await using var capture = await source.OpenAsync(default);
            Assert.Equal(format, capture.Format);
            var samples = Tone.Channel(await capture.ReadToEndAsync(), format.Channels);
            Assert.InRange(Tone.Purity(samples.AsSpan(samples.Length / 4, samples.Length / 2), 1000, format.SampleRateHz), 0.98, 1.02);
        }
    }

    [RequiresFact("ffmpeg")]
    public async Task ReadAsync_StationEndsMidway_IsLost()
    {
        var body = FFmpegFiles.Sine("mp3", 1000, 44_100, 1, 1);
        using var station = new HttpStation((_, stream, stop) =>
            HttpStation.SendAsync(stream, body, "audio/mpeg", stop, $"Content-Length: {body.Length * 2}\r\n"));
        await using var capture = await OpenAsync(station.Url());
        var error = await Assert.ThrowsAsync<AudioSourceException>(() => capture.ReadToEndAsync());
        Assert.Equal(AudioSourceFault.Lost, error.Fault);
    }

    [RequiresFact("ffmpeg")]
    public async Task ReadAsync_StreamStalls_WaitsUntilCancelled()
    {
        using var station = HttpStation.Stalling(FFmpegFiles.Sine("mp3", 1000, 44_100, 1, 4));
        var capture = await OpenAsync(station.Url());
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (true)
            {
                Assert.NotEqual(0, (await capture.ReadAsync(new float[4_096], stop.Token)).SampleCount);
            }
        });

        var watch = Stopwatch.StartNew();
        await capture.DisposeAsync();
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
    }

    [RequiresFact("ffmpeg")]
    public async Task ReadAsync_StreamStallsForItsTimeout_IsLost()
    {
        using var station = HttpStation.Stalling(FFmpegFiles.Sine("mp3", 1000, 44_100, 1, 4));
        await using var capture = await OpenAsync(station.Url(), Options with { StreamTimeout = TimeSpan.FromSeconds(1) });
        var error = await Assert.ThrowsAsync<AudioSourceException>(() => capture.ReadToEndAsync());
        Assert.Equal(AudioSourceFault.Lost, error.Fault);
        Assert.Contains("timed out", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [RequiresFact("ffmpeg")]
    public async Task OpenAsync_StationSaysNothing_GivesUpInTime()
    {
        using var station = new HttpStation((_, _, stop) => Task.Delay(Timeout.Infinite, stop));
        var watch = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<AudioSourceException>(() =>
            OpenAsync(station.Url(), Options with { OpenTimeout = TimeSpan.FromSeconds(0.7) }));
        Assert.Equal(AudioSourceFault.Unreachable, error.Fault);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.6, 10);
    }

    [RequiresFact("ffmpeg")]
    public async Task OpenAsync_EachRefusal_SaysWhyAndKeepsTheSecrets()
    {
        using var station = new HttpStation(async (request, stream, stop) =>
        {
            var path = request.Split(' ')[1];
            if (path.StartsWith("/text", StringComparison.Ordinal))
            {
                await HttpStation.SendAsync(stream, Encoding.ASCII.GetBytes(new string('x', 5_000)), "text/plain", stop, "Content-Length: 5000\r\n");
                return;
            }

            var status = path[1..4] + (path[1..4] == "404" ? " Not Found" : " No");
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.0 {status}\r\n\r\n"), stop);
        });
        foreach (var (path, fault, words) in new[]
        {
            ("404", AudioSourceFault.NotFound, "404"),
            ("401", AudioSourceFault.Unreachable, "401"),
            ("503", AudioSourceFault.Unreachable, "5XX"),
            ("text", AudioSourceFault.NotAudio, "no audio"),
            ("text.m3u", AudioSourceFault.NotAudio, "playlist"),
        })
        {
            var error = await Assert.ThrowsAsync<AudioSourceException>(() => OpenAsync(station.Url(path + "?token=topsecret", "dj:hidden@")));
            Assert.Equal((path, fault), (path, error.Fault));
            Assert.Contains(words, error.Message, StringComparison.Ordinal);
            Assert.Equal(station.Url(path + "?token=***", "***@"), error.Address);
            Assert.DoesNotContain("topsecret", error.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("hidden", error.ToString(), StringComparison.Ordinal);
        }
    }

    [RequiresFact("ffmpeg")]
    public async Task OpenAsync_NobodyListens_IsUnreachable()
    {
        using var unused = new TcpListener(System.Net.IPAddress.Loopback, 0);
        unused.Start();
        var port = ((System.Net.IPEndPoint)unused.LocalEndpoint).Port;
        unused.Stop();
        var error = await Assert.ThrowsAsync<AudioSourceException>(() => OpenAsync($"icecast://127.0.0.1:{port}/live"));
        Assert.Equal(AudioSourceFault.Unreachable, error.Fault);
        Assert.Contains("Connection refused", error.Message, StringComparison.Ordinal);
    }

    [RequiresFact("ffmpeg")]
    public async Task OpenAsync_PlaylistOfTheNetwork_ReadsNoFileOfThisMachine()
    {
        using var folder = new TemporaryFolder();
        var secret = folder.Write("secret.mp3", FFmpegFiles.Sine("mp3", 1000, 44_100, 1, 4));
        var playlist = $"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{secret}\n#EXT-X-ENDLIST\n";
        using var station = HttpStation.Sending(Encoding.ASCII.GetBytes(playlist), "application/vnd.apple.mpegurl");
        var error = await Assert.ThrowsAsync<AudioSourceException>(() => OpenAsync(station.Url("live.m3u8")));
        Assert.NotEqual(AudioSourceFault.Lost, error.Fault);
    }

    [RequiresFact("ffmpeg")]
    public async Task DisposeAsync_AfterAnything_LeavesNoProcess()
    {
        using var station = HttpStation.Stalling(FFmpegFiles.Sine("mp3", 1000, 44_100, 1, 4));
        using var stop = new CancellationTokenSource();
        var processes = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            await using var capture = (FFmpegCapture)await FFmpegCapture.OpenAsync(new(AudioSourceKind.Stream, station.Url()), Options, default);
            processes.Add(capture.ProcessId);
            Assert.True(Directory.Exists($"/proc/{capture.ProcessId}"));
            if (i == 1)
            {
                await capture.DisposeAsync(); // twice
            }

            if (i == 2)
            {
                using var killed = Process.GetProcessById(capture.ProcessId);
                killed.Kill(); // by somebody else
                var lost = await Assert.ThrowsAsync<AudioSourceException>(() => capture.ReadToEndAsync());
                Assert.Equal((AudioSourceFault.Lost, 128 + 9), (lost.Fault, lost.NativeCode));
            }
        }

        Assert.All(processes, id => Assert.False(Directory.Exists($"/proc/{id}"), "still there, or a zombie"));
    }

    [RequiresFact("ffmpeg")]
    public async Task DisposeAsync_ManyTimes_LeavesNoHandle()
    {
        using var station = HttpStation.Stalling(FFmpegFiles.Sine("mp3", 1000, 44_100, 1, 4));
        await OpenAndCloseAsync();
        var before = Directory.GetFiles("/proc/self/fd").Length;
        for (var i = 0; i < 10; i++)
        {
            await OpenAndCloseAsync();
        }

        // Three pipes each would be thirty; other tests run beside this one and hold some of their own for a while.
        var kept = Kept();
        for (var i = 0; i < 100 && kept > 15; i++, kept = Kept())
        {
            await Task.Delay(200);
        }
        Assert.InRange(kept, -1_000, 15);

        async Task OpenAndCloseAsync()
        {
            await using var capture = await OpenAsync(station.Url());
            await capture.ReadFramesAsync(100);
        }
        int Kept() => Directory.GetFiles("/proc/self/fd").Length - before;
    }

    [RequiresFact("ffmpeg")]
    public async Task OpenAsync_EachProtocol_IsKnownToFFmpegWithItsTimeout()
    {
        foreach (var url in new[] { "rtsp://127.0.0.1:1/x", "rtsps://127.0.0.1:1/x", "rtmp://127.0.0.1:1/a/b", "mmsh://127.0.0.1:1/x", "ftp://127.0.0.1:1/x", "https://127.0.0.1:1/x" })
        {
            var error = await Assert.ThrowsAsync<AudioSourceException>(() => OpenAsync(url));
            Assert.Equal((url, AudioSourceFault.Unreachable), (url, error.Fault));
            Assert.Contains("Connection refused", error.Message, StringComparison.Ordinal);
        }
    }

    [RequiresFact("ffmpeg")]
    public async Task ReadAsync_TransportStreamOverUdp_GivesTheTone()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        var url = $"udp://127.0.0.1:{((System.Net.IPEndPoint)probe.LocalEndPoint!).Port}";
        probe.Close();
        using var sender = Process.Start("ffmpeg",
            ["-v", "quiet", "-nostdin", "-re", .. FFmpegFiles.SineInput(1000, 48_000, 20), "-c:a", "mp2", "-f", "mpegts", url]);
        try
        {
            await using var capture = await OpenAsync(url);
            Assert.Equal(new AudioFormat(48_000, 1), capture.Format);
            var samples = await capture.ReadFramesAsync(72_000);
            Assert.InRange(Tone.Purity(samples.AsSpan(24_000), 1000, 48_000), 0.98, 1.02);
        }
        finally
        {
            sender.Kill();
            await sender.WaitForExitAsync();
        }
    }

    [RequiresFact("ffmpeg", "setpriv")]
    public async Task OpenAsync_ThreadThatOpenedEnds_StreamGoesOn()
    {
        using var station = HttpStation.Stalling(FFmpegFiles.Sine("mp3", 1000, 44_100, 1, 20));
        IAudioCapture? capture = null;
        var thread = new Thread(() => capture = OpenAsync(station.Url()).GetAwaiter().GetResult());
        thread.Start();
        thread.Join();
        await using (capture)
        {
            Assert.Equal(15 * 44_100, (await capture!.ReadFramesAsync(15 * 44_100)).Length);
        }
    }

    [RequiresFact("ffmpeg", "setpriv", "sh")]
    public async Task StartInfo_ParentIsKilled_TakesFFmpegWithIt()
    {
        // Nothing flows, so that a broken pipe cannot be what ends it.
        using var station = new HttpStation((_, _, stop) => Task.Delay(Timeout.Infinite, stop));
        var address = new AudioSourceAddress(AudioSourceKind.Stream, station.Url());
        var info = FFmpegProgram.StartInfo(address.Display, "ffmpeg", FFmpegArguments.For(address, Options));
        var command = string.Join(' ', info.ArgumentList.Prepend(info.FileName).Select(a => $"'{a}'"));
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", $"{command} >/dev/null 2>&1 & echo $!; wait"]) { RedirectStandardOutput = true })!;
        var child = (await shell.StandardOutput.ReadLineAsync())!;
        var waited = Stopwatch.StartNew();
        while (station.Connections == 0 && waited.Elapsed < TimeSpan.FromSeconds(10))
        {
            await Task.Delay(20);
        }

        Assert.Contains("ffmpeg", await File.ReadAllTextAsync($"/proc/{child}/cmdline"), StringComparison.Ordinal);
        shell.Kill();
        waited.Restart();
        while (IsRunning(child) && waited.Elapsed < TimeSpan.FromSeconds(5))
        {
            await Task.Delay(20);
        }

        Assert.False(IsRunning(child));
    }

    [RequiresFact("ffmpeg")]
    public async Task ReadAsync_ManyStreamsWait_TakesNoThreadEach()
    {
        using var station = HttpStation.Stalling(FFmpegFiles.Sine("mp3", 1000, 44_100, 1, 4));
        var captures = new List<IAudioCapture>();
        for (var i = 0; i < 12; i++)
        {
            captures.Add(await OpenAsync(station.Url()));
        }

        using var stop = new CancellationTokenSource();
        var before = Process.GetCurrentProcess().Threads.Count;
        var reads = captures.Select(async capture =>
        {
            while (true)
            {
                await capture.ReadAsync(new float[4_096], stop.Token);
            }
        }).ToList();
        await Task.Delay(500);
        for (var left = 50; left > 0 && Process.GetCurrentProcess().Threads.Count - before > 6; left--)
        {
            await Task.Delay(100); // the tests beside this one have threads too, which come and go
        }

        Assert.InRange(Process.GetCurrentProcess().Threads.Count - before, -100, 6);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(reads));
        await Task.WhenAll(captures.Select(c => c.DisposeAsync().AsTask()));
    }

    private static bool IsRunning(string process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<IAudioCapture> OpenAsync(string url, AudioSourceOptions? options = null) =>
        await AudioSourceFactory.Create(url, options ?? Options).OpenAsync(default);
}
