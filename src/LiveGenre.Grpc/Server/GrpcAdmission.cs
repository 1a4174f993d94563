namespace LiveGenre.Grpc.Server;

/// <summary>Whether a call may reach its handler, and for how long.</summary>
/// <param name="Status">OK, or what the call ends with.</param>
/// <param name="Revoked">Fires when what the call was admitted for holds no more; the call ends with UNAUTHENTICATED then.</param>
public readonly record struct GrpcAdmission(Status Status, CancellationToken Revoked = default)
{
    /// <summary>Ends the call with the status and the trailers of <paramref name="refusal"/>.</summary>
    public GrpcAdmission(RpcException refusal)
        : this(refusal.Status) => Trailers = refusal.Trailers;

    /// <summary>Sent with a refusal; null for none.</summary>
    public Metadata? Trailers { get; }
}
