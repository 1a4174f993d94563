namespace LiveGenre.Capture;

/// <summary>A device, stream or file that cannot be opened, or was lost.</summary>
public sealed class AudioSourceException(
    AudioSourceFault fault, string address, string message, int? nativeCode = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>What kind of trouble it is.</summary>
    public AudioSourceFault Fault { get; } = fault;

    /// <summary>The source's address, secrets removed.</summary>
    public string Address { get; } = address;

    /// <summary>The native library's or process's own code, where there is one.</summary>
    public int? NativeCode { get; } = nativeCode;
}
