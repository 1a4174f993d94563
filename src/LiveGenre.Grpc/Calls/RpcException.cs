using System.Diagnostics.CodeAnalysis;

namespace LiveGenre.Grpc;

/// <summary>
/// A call that did not end with OK. A handler throws it to choose the status and the trailers that the
/// client gets; a client gets it from every await of a failed call.
/// </summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "An RpcException without a status has no meaning.")]
public sealed class RpcException : Exception
{
    /// <summary>A failure with a status alone.</summary>
    public RpcException(Status status)
        : this(status, [])
    {
    }

    /// <summary>A failure with a status and trailing metadata.</summary>
    public RpcException(Status status, Metadata trailers)
        : base(status.ToString(), status.DebugException)
    {
        Status = status;
        Trailers = trailers;
    }

    /// <summary>How the call ended.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status"/>.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>What the server sent after its last message.</summary>
    public Metadata Trailers { get; }
}
