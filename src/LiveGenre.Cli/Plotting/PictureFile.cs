using System.Text;
using LiveGenre.Cli.Files;

namespace LiveGenre.Cli.Plotting;

/// <summary>Writes a picture as its file's name says: .svg as it is, .png drawn by ffmpeg, which takes its fonts from this machine.</summary>
internal static class PictureFile
{
    private const string Font = "font-family=\"DejaVu Sans,Arial,Helvetica,sans-serif\" font-size=\"12\"";

    /// <summary>Endings that are understood.</summary>
    public static bool IsKnown(string name) => Path.GetExtension(name).ToLowerInvariant() is ".svg" or ".png";

    /// <summary>Writes it; the file appears whole or not at all.</summary>
    /// <exception cref="CommandFailedException">ffmpeg is missing, or cannot draw SVG.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task WriteAsync(FileInfo file, SvgCanvas canvas, CancellationToken cancellation)
    {
        var isPng = file.Extension.Equals(".png", StringComparison.OrdinalIgnoreCase);
        var svg = Encoding.UTF8.GetBytes(canvas.ToFile(Font, isPng ? 2 : 1));
        var bytes = isPng ? await ToPngAsync(svg, cancellation) : svg;
        var unfinished = file.FullName + ".part";
        try
        {
            await File.WriteAllBytesAsync(unfinished, bytes, cancellation);
            File.Move(unfinished, file.FullName, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static async Task<byte[]> ToPngAsync(byte[] svg, CancellationToken cancellation)
    {
        try
        {
            return await FFmpegPipe.RunAsync(["-f", "svg_pipe", "-frame_size", HtmlPage.Count(svg.Length), "-i", "pipe:0", "-frames:v", "1", "-c:v", "png", "-f", "image2pipe", "pipe:1"], svg, cancellation);
        }
        catch (CommandFailedException error)
        {
            throw new CommandFailedException($"no PNG could be drawn, because ffmpeg with librsvg does it; an .svg needs nothing. {error.Message}", error);
        }
    }
}
