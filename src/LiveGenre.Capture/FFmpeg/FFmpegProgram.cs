using System.Diagnostics;

namespace LiveGenre.Capture.FFmpeg;

/// <summary>Finds ffmpeg, and what ties its life to ours.</summary>
internal static class FFmpegProgram
{
    /// <summary>How to start ffmpeg with <paramref name="arguments"/>, its output and errors piped to us.</summary>
    /// <exception cref="AudioSourceException">ffmpeg is not installed.</exception>
    public static ProcessStartInfo StartInfo(string address, string ffmpegPath, IEnumerable<string> arguments)
    {
        var ffmpeg = Find(ffmpegPath) ?? throw new AudioSourceException(
            AudioSourceFault.MissingDependency, address,
            $"'{address}' needs ffmpeg, and '{ffmpegPath}' is not there. Install it: {InstallCommand}");
        var info = new ProcessStartInfo
        {
            RedirectStandardInput = true, // closed at once: our own standard input may be somebody's PCM
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };

        // setpriv replaces itself by ffmpeg, and the kernel ends ffmpeg with us, even if we are killed.
        if (OperatingSystem.IsLinux() && Find("setpriv") is { } setpriv)
        {
            info.FileName = setpriv;
            info.ArgumentList.Add("--pdeathsig=KILL");
            info.ArgumentList.Add("--");
            info.ArgumentList.Add(ffmpeg);
        }
        else
        {
            info.FileName = ffmpeg;
        }

        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        return info;
    }

    private static string InstallCommand =>
        OperatingSystem.IsWindows() ? "winget install Gyan.FFmpeg"
        : OperatingSystem.IsMacOS() ? "brew install ffmpeg"
        : "sudo apt-get install ffmpeg";

    private static string? Find(string program)
    {
        if (program.AsSpan().IndexOfAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) >= 0)
        {
            return File.Exists(program) ? Path.GetFullPath(program) : null;
        }

        var name = OperatingSystem.IsWindows() && !Path.HasExtension(program) ? program + ".exe" : program;
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }
}
