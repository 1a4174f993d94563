using System.Text;

namespace LiveGenre.Onnx.Native;

/// <summary>Text for the C API.</summary>
internal static class Utf8Text
{
    /// <summary>UTF-8 with the 0 at its end that C expects.</summary>
    public static byte[] ZeroTerminated(string text) => [.. Encoding.UTF8.GetBytes(text), 0];
}
