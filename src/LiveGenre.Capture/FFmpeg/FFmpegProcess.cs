using System.ComponentModel;
using System.Diagnostics;

namespace LiveGenre.Capture.FFmpeg;

/// <summary>One running ffmpeg. Disposal kills it and takes at most <see cref="ExitPatience"/>.</summary>
internal sealed class FFmpegProcess : IAsyncDisposable
{
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly ErrorTail _errors;
    private int _disposed;

    private FFmpegProcess(Process process)
    {
        _process = process;
        _process.StandardInput.Close();
        _errors = new ErrorTail(process.StandardError.BaseStream);
    }

    /// <summary>Its standard output.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Its last lines of standard error.</summary>
    public IReadOnlyList<string> ErrorLines => _errors.Lines;

    /// <summary>Its process number.</summary>
    public int Id => _process.Id;

    /// <exception cref="AudioSourceException">ffmpeg is missing or cannot be started.</exception>
    public static async Task<FFmpegProcess> StartAsync(string address, string ffmpegPath, IEnumerable<string> arguments)
    {
        try
        {
            return new(await ChildLauncher.StartAsync(FFmpegProgram.StartInfo(address, ffmpegPath, arguments)));
        }
        catch (Win32Exception error)
        {
            throw new AudioSourceException(
                AudioSourceFault.MissingDependency, address, $"ffmpeg cannot be started: {error.Message.TrimEnd('.')}.", error.NativeErrorCode);
        }
    }

    /// <summary>Waits for its end, which follows the end of its output at once; null if it does not come.</summary>
    public async Task<int?> ExitCodeAsync()
    {
        try
        {
            await Task.WhenAll(_process.WaitForExitAsync(), _errors.Ended).WaitAsync(ExitPatience);
            return _process.ExitCode;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        // ffmpeg has no children. Killing the whole tree would read /proc once for each of a thousand sources.
        _process.Kill();
        await ExitCodeAsync();
        await Output.DisposeAsync();
        await _process.StandardError.BaseStream.DisposeAsync();
        _process.Dispose();
    }
}
