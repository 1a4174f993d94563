using System.Diagnostics.CodeAnalysis;

namespace LiveGenre.Grpc;

/// <summary>What one call of a client asks for.</summary>
/// <param name="Headers">Sent before the first message.</param>
/// <param name="Deadline">When the client stops waiting, in UTC; null for never.</param>
/// <param name="CancellationToken">Ends the call with CANCELLED.</param>
/// <param name="WriteOptions">How requests are written.</param>
[SuppressMessage("Design", "CA1068:CancellationToken parameters must come last", Justification = "Grpc.Core's order.")]
public readonly record struct CallOptions(
    Metadata? Headers = null,
    DateTime? Deadline = null,
    CancellationToken CancellationToken = default,
    WriteOptions? WriteOptions = null)
{
    /// <summary>Whether requests are sent gzip-compressed, except those written with <see cref="WriteFlags.NoCompress"/>.</summary>
    public bool CompressRequests { get; init; }

    /// <summary>The same with other headers.</summary>
    public CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    /// <summary>The same with another deadline, in UTC.</summary>
    public CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    /// <summary>The same with another token.</summary>
    public CallOptions WithCancellationToken(CancellationToken cancellationToken) => this with { CancellationToken = cancellationToken };

    /// <summary>The same with other options for requests.</summary>
    public CallOptions WithWriteOptions(WriteOptions writeOptions) => this with { WriteOptions = writeOptions };
}
