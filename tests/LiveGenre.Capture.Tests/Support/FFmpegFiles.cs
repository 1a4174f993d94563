using System.Diagnostics;

namespace LiveGenre.Capture.Tests.Support;

/// <summary>Has ffmpeg make files to read.</summary>
internal static class FFmpegFiles
{
    public static byte[] Sine(string muxer, int frequencyHz, int rate, int channels, double seconds, params string[] encoding)
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("made." + muxer);
        Run([.. SineInput(frequencyHz, rate, seconds), "-ac", $"{channels}", .. encoding, "-f", muxer, path]);
        return File.ReadAllBytes(path);
    }

    public static string[] SineInput(int frequencyHz, int rate, double seconds) =>
        ["-f", "lavfi", "-i", FormattableString.Invariant($"aevalsrc=0.5*sin(2*PI*{frequencyHz}*t):s={rate}:d={seconds}")];

    public static void Run(params string[] arguments)
    {
        using var process = Process.Start("ffmpeg", ["-v", "error", "-nostdin", "-y", .. arguments]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
