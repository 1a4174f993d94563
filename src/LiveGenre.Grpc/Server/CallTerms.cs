using LiveGenre.Grpc.Wire;
using Microsoft.AspNetCore.Http;

namespace LiveGenre.Grpc.Server;

/// <summary>What a client asks of the transport: until when, and which compression.</summary>
/// <param name="RequestsUseGzip">Request messages may be compressed.</param>
/// <param name="AcceptsGzip">Response messages may be compressed.</param>
/// <param name="Timeout">Time from the start of the call; null for any.</param>
/// <param name="Time">Runs the deadline.</param>
internal sealed record CallTerms(bool RequestsUseGzip, bool AcceptsGzip, TimeSpan? Timeout, TimeProvider Time)
{
    // What a timer can hold. A call that lasts 49 days may outlive its deadline.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    public DateTime Deadline { get; } = Timeout is { } timeout && timeout < DateTime.MaxValue - Time.GetUtcNow().UtcDateTime
        ? Time.GetUtcNow().UtcDateTime + timeout
        : DateTime.MaxValue;

    /// <summary>Reads the request's headers; null and a status when they ask for what cannot be.</summary>
    public static CallTerms? Read(IHeaderDictionary headers, TimeProvider time, out Status refusal)
    {
        refusal = Status.DefaultSuccess;
        var encoding = headers[GrpcHeaderNames.Encoding].ToString();
        if (encoding is not ("" or GrpcHeaderNames.Identity or GrpcHeaderNames.Gzip))
        {
            refusal = new(StatusCode.Unimplemented, $"The message encoding '{encoding}' is not supported; use one of {GrpcHeaderNames.SupportedEncodings}.");
            return null;
        }
        TimeSpan? timeout = null;
        if (headers.TryGetValue(GrpcHeaderNames.Timeout, out var text))
        {
            if (!TimeoutCoding.TryDecode(text.ToString(), out var decoded))
            {
                refusal = new(StatusCode.Internal, $"The {GrpcHeaderNames.Timeout} header is malformed.");
                return null;
            }
            timeout = decoded;
        }
        return new(encoding == GrpcHeaderNames.Gzip, GrpcHeaderNames.HoldsGzip(headers[GrpcHeaderNames.AcceptEncoding]), timeout, time);
    }

    /// <summary>Starts the clock; null when there is no deadline to wait for.</summary>
    public CancellationTokenSource? StartDeadline()
        => Timeout is { } timeout && timeout <= LongestTimer ? new(timeout, Time) : null;
}
