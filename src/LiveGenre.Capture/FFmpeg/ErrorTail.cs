using System.Text;

namespace LiveGenre.Capture.FFmpeg;

/// <summary>Reads a process's standard error to its end and keeps the last 4 KiB, so that a chatty or hostile stream cannot fill the memory.</summary>
internal sealed class ErrorTail
{
    private readonly byte[] _tail = new byte[4096];
    private long _written;

    public ErrorTail(Stream errors) => Ended = ReadAsync(errors);

    /// <summary>Completes when the process closed its standard error.</summary>
    public Task Ended { get; }

    /// <summary>The last lines, oldest first; the first one may be cut.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_tail)
            {
                var kept = (int)Math.Min(_written, _tail.Length);
                var bytes = new byte[kept];
                for (var i = 0; i < kept; i++)
                {
                    bytes[i] = _tail[(_written - kept + i) % _tail.Length];
                }

                return Encoding.UTF8.GetString(bytes)
                    .Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            }
        }
    }

    private async Task ReadAsync(Stream errors)
    {
        var block = new byte[1024];
        try
        {
            for (int read; (read = await errors.ReadAsync(block)) > 0;)
            {
                lock (_tail)
                {
                    foreach (var value in block.AsSpan(0, read))
                    {
                        _tail[_written++ % _tail.Length] = value;
                    }
                }
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The process was ended by us; nobody will ask for its last words.
        }
    }
}
