using System.Globalization;
using LiveGenre.Capture;
using LiveGenre.Core.Audio;
using LiveGenre.Daemon.Pipeline;

namespace LiveGenre.Daemon.Configuration;

/// <summary>Opens a source, listens for a moment and says what it heard.</summary>
internal static class StartupCheckSource
{
    /// <summary>How long a source is listened to: longer than devices and streams take to fill their first buffers.</summary>
    private static readonly TimeSpan Listening = TimeSpan.FromSeconds(3);

    public static async Task<StartupCheckResult> RunAsync(SourceOptions source, CancellationToken cancellation)
    {
        try
        {
            // Files as fast as they can be read: what is asked is whether they can.
            var audio = SourceOpening.Open(source, realTime: false);
            return source.Address == "-"
                ? StartupCheckResult.Ok("source", source.Id,
                    $"raw PCM on standard input, {source.RawSampleRateHz} Hz, {source.RawChannels} channels, {source.RawEncoding}; a check does not read it")
                : await ListenAsync(source, audio, cancellation);
        }
        catch (Exception error) when (error is ArgumentException or AudioSourceException)
        {
            return StartupCheckResult.Failed("source", source.Id, error.Message);
        }
    }

    private static async Task<StartupCheckResult> ListenAsync(SourceOptions source, IAudioSource audio, CancellationToken cancellation)
    {
        await using var capture = await audio.OpenAsync(cancellation);
        UsableFormat.Require(capture.Format, source.Channel, audio.Address);
        var mixer = new ChannelMixer(capture.Format.Channels, source.Channel);
        var interleaved = new float[(int)(Listening.TotalSeconds * capture.Format.SampleRateHz) * capture.Format.Channels];
        var filled = await FillAsync(capture, interleaved, cancellation);
        var mono = new float[filled / capture.Format.Channels];
        mixer.Mix(interleaved.AsSpan(0, filled), mono);
        var level = LevelMeter.Measure(mono, (int)mixer.ClippedSampleCount);
        var isOk = filled > 0 || audio.IsSilentWhenIdle;
        return new StartupCheckResult("source", source.Id, isOk, Describe(audio, capture.Format, level, filled))
        {
            Format = capture.Format,
            Level = filled > 0 ? level : null,
        };
    }

    /// <summary>Reads until the buffer is full, the audio ends, or time is up.</summary>
    private static async Task<int> FillAsync(IAudioCapture capture, Memory<float> interleaved, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Listening);
        var filled = 0;
        try
        {
            while (filled < interleaved.Length)
            {
                var read = await capture.ReadAsync(interleaved[filled..], limit.Token);
                if (read.SampleCount == 0)
                {
                    break;
                }
                filled += read.SampleCount;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // What came in time is what is judged.
        }
        return filled;
    }

    private static string Describe(IAudioSource audio, AudioFormat format, AudioLevel level, int samples)
    {
        var where = $"{audio.Address}: {format}";
        var seconds = (double)samples / format.Channels / format.SampleRateHz;
        return (samples, audio.IsSilentWhenIdle, level.PeakDbfs <= AudioLevel.FloorDbfs) switch
        {
            (0, true, _) => $"{where}; nothing plays",
            (0, false, _) => $"{where}; connected, and nothing arrived within {Listening.TotalSeconds:0} s. Is it muted, or held by another program?",
            (_, _, true) => string.Create(CultureInfo.InvariantCulture, $"{where}; digital silence for {seconds:0.0} s"),
            _ => string.Create(CultureInfo.InvariantCulture,
                $"{where}; RMS {level.RmsDbfs:0.0} dBFS, peak {level.PeakDbfs:0.0} dBFS over {seconds:0.0} s{(level.ClippedSampleCount > 0 ? $", {level.ClippedSampleCount} clipped samples" : "")}"),
        };
    }
}
