namespace LiveGenre.EndToEnd.Tests.Support;

/// <summary>What stock clients are written in.</summary>
public enum StockLanguage
{
    /// <summary>Debian's python3-grpcio.</summary>
    Python,

    /// <summary>npm's @grpc/grpc-js.</summary>
    Node,
}
