using System.Globalization;
using System.Runtime.InteropServices;
using LiveGenre.Cli.Files;
using LiveGenre.Core.Evaluation.Conditions;

namespace LiveGenre.Cli.Evaluation;

/// <summary>What a recording went through before it is heard: the robustness that a station or a listener needs.</summary>
internal sealed class ListeningCondition
{
    /// <summary>The recording as it is.</summary>
    public const string None = "none";

    /// <summary>All conditions, none first.</summary>
    public static readonly string[] Names = [None, "mp3-64k", "room", "am", "telephone"];

    private readonly int _sampleRateHz;
    private readonly Func<float[], CancellationToken, Task<float[]>> _apply;

    private ListeningCondition(int sampleRateHz, Func<ListeningCondition, Func<float[], CancellationToken, Task<float[]>>> apply)
    {
        _sampleRateHz = sampleRateHz;
        _apply = apply(this);
    }

    /// <summary>The condition of a name; null for <see cref="None"/>.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="sampleRateHz">Of the samples.</param>
    public static ListeningCondition? Of(string name, int sampleRateHz) => name switch
    {
        None => null,
        "mp3-64k" => new(sampleRateHz, condition => condition.ThroughMp3Async),
        "room" => new(sampleRateHz, _ => Plain(new RoomMicrophone(sampleRateHz).Apply)),
        "am" => new(sampleRateHz, _ => Plain(new AmReceiver(sampleRateHz).Apply)),
        "telephone" => new(sampleRateHz, _ => Plain(new TelephoneLine(sampleRateHz).Apply)),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, $"There are {string.Join(", ", Names)}."),
    };

    /// <summary>Applies it.</summary>
    /// <param name="samples">[n], mono.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>[n, or a little more where a codec pads].</returns>
    /// <exception cref="CommandFailedException">ffmpeg is missing or fails.</exception>
    public Task<float[]> ApplyAsync(float[] samples, CancellationToken cancellation) => _apply(samples, cancellation);

    private static Func<float[], CancellationToken, Task<float[]>> Plain(Func<ReadOnlySpan<float>, float[]> apply) =>
        (samples, _) => Task.FromResult(apply(samples));

    /// <summary>LAME at 64 kb/s, mono at 44.1 kHz, its band limit included, and back to the rate.</summary>
    private async Task<float[]> ThroughMp3Async(float[] samples, CancellationToken cancellation)
    {
        var rate = _sampleRateHz.ToString(CultureInfo.InvariantCulture);
        var mp3 = await FFmpegPipe.RunAsync(
            ["-f", "f32le", "-ar", rate, "-ac", "1", "-i", "pipe:0", "-ar", "44100", "-c:a", "libmp3lame", "-b:a", "64k", "-f", "mp3", "pipe:1"],
            MemoryMarshal.AsBytes(samples.AsSpan()).ToArray(), cancellation);
        var pcm = await FFmpegPipe.RunAsync(
            ["-f", "mp3", "-i", "pipe:0", "-ar", rate, "-ac", "1", "-f", "f32le", "pipe:1"], mp3, cancellation);
        return MemoryMarshal.Cast<byte, float>(pcm).ToArray();
    }
}
