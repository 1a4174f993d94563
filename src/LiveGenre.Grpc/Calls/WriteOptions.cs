using System.Diagnostics.CodeAnalysis;

namespace LiveGenre.Grpc;

/// <summary>How the next messages are written.</summary>
/// <param name="Flags">The choices.</param>
public sealed record WriteOptions(WriteFlags Flags = 0)
{
    /// <summary>No special wish.</summary>
    public static WriteOptions Default { get; } = new();
}

/// <summary>Choices for the next messages.</summary>
[Flags]
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "Grpc.Core's name.")]
public enum WriteFlags
{
    /// <summary>No special wish.</summary>
    None = 0,

    /// <summary>Send the message as it is although the call compresses.</summary>
    NoCompress = 2,
}
