namespace LiveGenre.Grpc.Server;

/// <summary>How response messages are compressed for clients that accept it.</summary>
public enum ResponseCompression
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>Each message by itself.</summary>
    Gzip = 1,
}
