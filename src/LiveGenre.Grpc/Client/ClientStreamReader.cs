namespace LiveGenre.Grpc.Client;

/// <summary>The responses of one call.</summary>
internal sealed class ClientStreamReader<TRequest, TResponse>(ClientCall<TRequest, TResponse> call) : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private TResponse? _current;

    public TResponse Current => _current ?? throw new InvalidOperationException("There is no current message; await MoveNext first.");

    /// <summary>Whether the last message arrived compressed.</summary>
    internal bool LastWasCompressed => call.LastResponseWasCompressed;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        _current = null;
        _current = await call.ReadNextAsync(cancellationToken);
        return _current is not null;
    }
}
