namespace LiveGenre.Grpc;

/// <summary>How a call ended. The numbers are the wire's.</summary>
public enum StatusCode
{
    /// <summary>Done.</summary>
    OK = 0,

    /// <summary>The caller gave up.</summary>
    Cancelled = 1,

    /// <summary>The handler failed in a way that it did not declare.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state of the server.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed first.</summary>
    DeadlineExceeded = 4,

    /// <summary>What the request names does not exist.</summary>
    NotFound = 5,

    /// <summary>What the request would create exists.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota, a queue or a size limit is used up.</summary>
    ResourceExhausted = 8,

    /// <summary>The server is not in the state that the request needs; a retry alone does not help.</summary>
    FailedPrecondition = 9,

    /// <summary>A conflict ended the call; the caller may retry at a higher level.</summary>
    Aborted = 10,

    /// <summary>Past the end of something that may grow.</summary>
    OutOfRange = 11,

    /// <summary>No such method or service, or a feature that this server does not have.</summary>
    Unimplemented = 12,

    /// <summary>An invariant of the transport or the server broke.</summary>
    Internal = 13,

    /// <summary>The server cannot be reached now; a retry with backoff may help.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or corrupt for good.</summary>
    DataLoss = 15,

    /// <summary>The caller is not known.</summary>
    Unauthenticated = 16,
}
