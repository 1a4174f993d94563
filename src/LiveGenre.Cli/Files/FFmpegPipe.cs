using System.ComponentModel;
using System.Diagnostics;

namespace LiveGenre.Cli.Files;

/// <summary>Bytes through ffmpeg and back, without a file.</summary>
internal static class FFmpegPipe
{
    /// <summary>Runs ffmpeg once; it reads <c>pipe:0</c> and writes <c>pipe:1</c>.</summary>
    /// <param name="arguments">All but what keeps it quiet.</param>
    /// <param name="input">For its standard input.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Its standard output.</returns>
    /// <exception cref="CommandFailedException">It is missing or fails.</exception>
    public static async Task<byte[]> RunAsync(IEnumerable<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        using var process = Start(arguments);
        try
        {
            var (output, errors) = (ReadAsync(process.StandardOutput.BaseStream, cancellation), process.StandardError.ReadToEndAsync(cancellation));
            await WriteAsync(process.StandardInput.BaseStream, input, cancellation);
            var bytes = await output;
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0 ? bytes : throw new CommandFailedException($"ffmpeg failed: {(await errors).Trim()}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static Process Start(IEnumerable<string> arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("ffmpeg", ["-hide_banner", "-loglevel", "error", .. arguments])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception error)
        {
            throw new CommandFailedException($"ffmpeg is needed for this and cannot be started: {error.Message}", error);
        }
    }

    private static async Task WriteAsync(Stream stream, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        try
        {
            await stream.WriteAsync(input, cancellation);
            await stream.DisposeAsync();
        }
        catch (IOException)
        {
            // It ended without reading all; its exit code and its words say why.
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var all = new MemoryStream();
        await stream.CopyToAsync(all, cancellation);
        return all.ToArray();
    }
}
