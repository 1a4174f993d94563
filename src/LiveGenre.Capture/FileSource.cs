using System.Text;
using LiveGenre.Capture.FFmpeg;
using LiveGenre.Capture.Playback;
using LiveGenre.Capture.Raw;
using LiveGenre.Capture.Wav;

namespace LiveGenre.Capture;

/// <summary>A file: PCM in WAV is read here, whatever else goes through ffmpeg. What it is shows in its first bytes, not in its name.</summary>
internal sealed class FileSource(AudioSourceAddress address, AudioSourceOptions options) : IAudioSource
{
    private readonly string _path = address.Target;

    /// <inheritdoc/>
    public string Address => address.Display;

    /// <inheritdoc/>
    public bool IsLive => false;

    /// <inheritdoc/>
    public bool IsSilentWhenIdle => false;

    /// <inheritdoc/>
    public async ValueTask<IAudioCapture> OpenAsync(CancellationToken cancellation)
    {
        var capture = await OpenOnceAsync(cancellation);
        if (options.Loop)
        {
            capture = new LoopingCapture(capture, Address, OpenOnceAsync);
        }

        return options.RealTime ? new PacedCapture(capture, options.Time, PaceLimit.File) : capture;
    }

    private async ValueTask<IAudioCapture> OpenOnceAsync(CancellationToken cancellation)
    {
        var stream = OpenFile();
        IAudioCapture? capture = null;
        try
        {
            if (!stream.CanSeek)
            {
                throw Fault(AudioSourceFault.NotAudio, $"'{_path}' is a pipe, not a file; only 'livegenre run -' reads from one, raw PCM on standard input.");
            }

            var start = new byte[4096];
            var length = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation);
            RefuseWhatIsNoSound(start.AsSpan(0, length));
            if (WavHeaderReader.IsWav(start.AsSpan(0, length)))
            {
                stream.Position = 0;
                capture = await OpenWavAsync(stream, cancellation);
            }
        }
        finally
        {
            if (capture is null)
            {
                await stream.DisposeAsync();
            }
        }

        return capture ?? await FFmpegCapture.OpenAsync(address, options, cancellation);
    }

    private FileStream OpenFile()
    {
        try
        {
            return new FileStream(_path, new FileStreamOptions
            {
                BufferSize = 0, // PcmCapture has its own
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                Share = FileShare.ReadWrite | FileShare.Delete,
            });
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            // A URL without its scheme looks like a path, and so does a mistyped 'pules:NAME'.
            var hint = AudioSourceAddress.SchemeHint(_path) is { Length: > 0 } urls && !Directory.Exists(_path.Split('/')[0]) ? $"; {urls}."
                : _path.Contains(':') && !Path.IsPathRooted(_path) ? $". {AudioSourceAddress.Forms}"
                : ".";
            throw Fault(AudioSourceFault.NotFound, $"There is no file '{_path}'{hint}");
        }
        catch (UnauthorizedAccessException)
        {
            throw Directory.Exists(_path)
                ? Fault(AudioSourceFault.NotAudio, $"'{_path}' is a directory, not an audio file.")
                : Fault(AudioSourceFault.Unreachable, $"'{_path}' may not be read: permission denied.");
        }
        catch (Exception error) when (error is IOException or NotSupportedException or ArgumentException)
        {
            throw Fault(AudioSourceFault.Unreachable, $"'{_path}' cannot be read: {error.Message}");
        }
    }

    private void RefuseWhatIsNoSound(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
        {
            throw Fault(AudioSourceFault.NotAudio, $"'{_path}' is empty.");
        }

        // ffmpeg would take some text for sound, going by the file's name alone (.sln, .sb, .gsm).
        if (IsText(start) && !start.StartsWith("#EXTM3U"u8))
        {
            throw Fault(AudioSourceFault.NotAudio, $"'{_path}' is a text file, not audio.");
        }
    }

    private static bool IsText(ReadOnlySpan<byte> start)
    {
        foreach (var value in start)
        {
            if (value < 0x20 && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f'))
            {
                return false;
            }
        }

        // The last character may be cut in two, which leaves at most three bytes that are no UTF-8 by themselves.
        while (start.Length > 0)
        {
            var status = Rune.DecodeFromUtf8(start, out _, out var used);
            if (status != System.Buffers.OperationStatus.Done)
            {
                return status == System.Buffers.OperationStatus.NeedMoreData;
            }

            start = start[used..];
        }

        return true;
    }

    private async ValueTask<IAudioCapture?> OpenWavAsync(FileStream stream, CancellationToken cancellation)
    {
        try
        {
            var header = await WavHeaderReader.ReadAsync(stream, cancellation);
            if (header.Encoding is not { } encoding)
            {
                return null; // ADPCM, µ-law, MP3 in WAV …: ffmpeg knows them
            }

            if (!header.Format.IsSupported)
            {
                throw Fault(AudioSourceFault.UnsupportedFormat, FormatLimits.Message(Address, header.Format));
            }

            return header.DataByteCount > 0 && stream.Position < stream.Length
                ? new PcmCapture(stream, Address, header.Format, encoding, header.DataByteCount)
                : throw Fault(AudioSourceFault.NotAudio, $"'{_path}' holds no audio: its data chunk is empty.");
        }
        catch (WavFormatException broken)
        {
            throw Fault(AudioSourceFault.NotAudio, $"'{_path}' is a damaged WAV file: {broken.Message}.");
        }
    }

    private AudioSourceException Fault(AudioSourceFault fault, string message) => new(fault, Address, message);
}
