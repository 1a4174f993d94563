namespace LiveGenre.Grpc;

/// <summary>How a call ends, as the client will see it.</summary>
internal readonly record struct CallEnd(Status Status, Metadata Trailers);
