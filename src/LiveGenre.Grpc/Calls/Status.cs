namespace LiveGenre.Grpc;

/// <summary>The end of a call: a code and, unless it is <see cref="StatusCode.OK"/>, what went wrong.</summary>
/// <param name="StatusCode">For programs.</param>
/// <param name="Detail">For people; travels as <c>grpc-message</c>.</param>
/// <param name="DebugException">The local cause, if any. Never sent.</param>
public readonly record struct Status(StatusCode StatusCode, string Detail, Exception? DebugException = null)
{
    /// <summary>OK, without a message.</summary>
    public static Status DefaultSuccess => new(StatusCode.OK, "");

    /// <inheritdoc/>
    public override string ToString() => $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\")";
}
