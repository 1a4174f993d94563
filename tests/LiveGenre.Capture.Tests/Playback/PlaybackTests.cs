using LiveGenre.Capture.Playback;
using LiveGenre.Capture.Raw;
using LiveGenre.Capture.Tests.Support;
using LiveGenre.Core.Audio;

namespace LiveGenre.Capture.Tests.Playback;

public sealed class PlaybackTests : IDisposable
{
    private static readonly AudioFormat Format = new(8_000, 2);
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReadAsync_File_PlaysAtItsOwnSpeed()
    {
        await using var paced = new PacedCapture(Endless(), _time, PaceLimit.File);
        Assert.InRange(await PlayAsync(paced, TimeSpan.FromSeconds(20)), 20 - 0.1, 20);
    }

    [Fact]
    public async Task ReadAsync_MachineSlept_GoesOnWithoutCatchingUp()
    {
        await using var paced = new PacedCapture(Endless(), _time, PaceLimit.File);
        await PlayAsync(paced, TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromHours(8));
        Assert.InRange(await PlayAsync(paced, TimeSpan.FromSeconds(2)), 1.9, 3.1);
    }

    [Fact]
    public async Task ReadAsync_Stream_TakesABurstAndHoldsARecording()
    {
        await using var paced = new PacedCapture(Endless(), _time, PaceLimit.Stream);
        Assert.InRange(await PlayAsync(paced, TimeSpan.FromMilliseconds(40)), 29.9, 30.2);
        Assert.InRange(await PlayAsync(paced, TimeSpan.FromSeconds(10)), 10.1, 10.3);
    }

    [Fact]
    public async Task ReadAsync_MoreAskedForThanIsSavedUp_ComesWhenItHasSounded()
    {
        await using var paced = new PacedCapture(Endless(), _time, PaceLimit.File);
        var reading = paced.ReadAsync(new float[3 * 16_000], 3 * 8_000, default).AsTask();
        for (var passed = 0; passed < 100 && !reading.IsCompleted; passed++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(reading, Task.Delay(20));
        }

        Assert.True(reading.IsCompleted);
        Assert.Equal(3 * 16_000, (await reading).SampleCount);
    }

    [Fact]
    public async Task ReadAsync_CancelledWhileItWaits_LosesNothing()
    {
        var samples = Tone.Sine(100, 2, 8_000, 2);
        await using var paced = new PacedCapture(Pcm(samples), _time, PaceLimit.File);
        var (heard, block) = (new List<float>(), new float[256]);
        for (var time = 0; heard.Count < 8_000; time += 7)
        {
            // Each wait is cut off somewhere else.
            if (await ReadUntilAsync(paced, block, _time.GetTimestamp() + TimeSpan.FromMilliseconds(time % 50).Ticks) is { } read)
            {
                heard.AddRange(block.AsSpan(0, read));
            }
        }

        Assert.Equal(samples[..heard.Count], heard);
    }

    [Fact]
    public async Task ReadAsync_Looped_JoinsEndAndBeginning()
    {
        var samples = Tone.Sine(100, 0.1, 8_000);
        var path = _folder.Write("loop.wav", new WavBytes { Rate = 8_000, Encoding = PcmEncoding.F32 }.Write(samples));
        await using var capture = await AudioSourceFactory.Create(path, new() { RealTime = false, Loop = true }).OpenAsync(default);
        var heard = await capture.ReadFramesAsync(samples.Length * 5 / 2);
        Assert.Equal([.. samples, .. samples, .. samples[..(samples.Length / 2)]], heard);
    }

    [Fact]
    public async Task ReadAsync_LoopedFileChangesItsFormat_IsLost()
    {
        var path = _folder.Write("loop.wav", new WavBytes { Rate = 8_000 }.Write(Tone.Sine(100, 0.1, 8_000)));
        await using var capture = await AudioSourceFactory.Create(path, new() { RealTime = false, Loop = true }).OpenAsync(default);
        await capture.ReadFramesAsync(100);
        File.Delete(path);
        _folder.Write("loop.wav", new WavBytes { Rate = 16_000 }.Write(Tone.Sine(100, 0.1, 16_000)));
        var error = await Assert.ThrowsAsync<AudioSourceException>(() => capture.ReadToEndAsync());
        Assert.Equal(AudioSourceFault.Lost, error.Fault);
        Assert.Contains("16000 Hz", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_LoopedPassWithoutAFrame_IsTheEnd()
    {
        await using var looping = new LoopingCapture(Pcm([]), "x", _ => new(Pcm([])));
        Assert.Equal(default, await looping.ReadAsync(new float[2], default));
    }

    [Fact]
    public async Task Create_FileForTheDaemon_IsPacedByItsClock()
    {
        var path = _folder.Write("a.wav", new WavBytes { Rate = 8_000 }.Write(Tone.Sine(100, 1, 8_000)));
        await using var capture = await AudioSourceFactory.Create(path, new() { Time = _time }).OpenAsync(default);
        var reading = capture.ReadAsync(new float[8_000], default).AsTask();
        await Task.Delay(50);
        Assert.False(reading.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(40));
        Assert.Equal(320, (await reading.WaitAsync(TimeSpan.FromSeconds(5))).SampleCount);
    }

    private static PcmCapture Pcm(float[] samples) =>
        new(new MemoryStream(WavBytes.Encode(PcmEncoding.F32, samples)), "x", Format, PcmEncoding.F32);

    private static PcmCapture Endless() => new(new ZeroStream(), "x", Format, PcmEncoding.F32);

    /// <summary>Moves the clock on while reading; says how many seconds of audio came.</summary>
    private async Task<double> PlayAsync(PacedCapture capture, TimeSpan time)
    {
        var end = _time.GetTimestamp() + time.Ticks;
        var (block, samples) = (new float[1_600], 0L);
        while (await ReadUntilAsync(capture, block, end) is { } read)
        {
            samples += read;
        }

        return samples / (double)(Format.Channels * Format.SampleRateHz);
    }

    /// <summary>Reads once, moving the clock on while that waits; null at the end of the time.</summary>
    private async Task<int?> ReadUntilAsync(PacedCapture capture, float[] block, long end)
    {
        using var stop = new CancellationTokenSource();
        var reading = capture.ReadAsync(block, stop.Token).AsTask();
        while (!reading.IsCompleted && _time.GetTimestamp() < end)
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.WhenAny(reading, Task.Delay(5));
        }

        if (!reading.IsCompleted)
        {
            await stop.CancelAsync();
        }

        try
        {
            return (await reading).SampleCount;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private sealed class ZeroStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(buffer.Length);
    }
}
