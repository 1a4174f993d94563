using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LiveGenre.Cli.Output;

/// <summary>JSON for programs: one object a line, or one indented object.</summary>
internal static class JsonLine
{
    private static readonly JsonWriterOptions Line = new()
    {
        // Names of files and devices stay readable; nothing here goes into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonWriterOptions Document = Line with { Indented = true };

    /// <summary>An object on one line.</summary>
    public static string Create(Action<Utf8JsonWriter> write) => Write(Line, write);

    /// <summary>An object over several lines.</summary>
    public static string CreateIndented(Action<Utf8JsonWriter> write) => Write(Document, write);

    /// <summary>A number with at most so many decimals: more would be noise.</summary>
    public static void WriteRounded(this Utf8JsonWriter json, string name, double value, int decimals) =>
        json.WriteNumber(name, Math.Round((decimal)value, decimals)); // a double would write 7E-05

    /// <summary>The same; null where there is nothing to measure.</summary>
    public static void WriteRounded(this Utf8JsonWriter json, string name, double? value, int decimals)
    {
        if (value is { } number)
        {
            json.WriteRounded(name, number, decimals);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string Write(JsonWriterOptions options, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
