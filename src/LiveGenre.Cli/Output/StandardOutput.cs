using Microsoft.Win32.SafeHandles;

namespace LiveGenre.Cli.Output;

/// <summary>
/// Standard output for lines that a program reads. Unlike <see cref="Console.Out"/> it fails when the reader of a pipe
/// is gone, so that <c>livegenre watch | head -1</c> ends.
/// </summary>
internal static class StandardOutput
{
    private const int BrokenPipe = 32; // EPIPE on Linux and macOS

    /// <summary>A writer whose lines go out at once.</summary>
    public static TextWriter Open()
    {
        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!pipe.CanSeek) // a file keeps the console's stream, which shares its position with standard error
            {
                return new StreamWriter(pipe) { AutoFlush = true };
            }
        }
        return Console.Out;
    }

    /// <summary>Whether writing failed because nobody reads any more.</summary>
    public static bool IsClosed(IOException error) => error.HResult == BrokenPipe;
}
