using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Serving;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Grpc;
using LiveGenre.Grpc.Server;
using LiveGenre.Protocol.V1;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Access;

/// <summary>Decides on every call: who is it, and may they? docs/decisions/0119.</summary>
internal sealed class AccessPolicy(LiveGenreOptions options, TokenStore tokens, FailedAttempts failures, ILogger<AccessPolicy> logger)
{
    private const string Scheme = "Bearer ";

    private readonly bool _isOnLoopback = !Listeners.Wide(options.Serving).Any();

    /// <summary>Whether calls without a token may read.</summary>
    public bool AnonymousRead => AnonymousRole(isLocal: true) >= Role.Read;

    /// <summary>What should be mended.</summary>
    public IReadOnlyList<string> Warnings => AccessWarnings.Of(options, tokens.Any);

    /// <summary>Who calls.</summary>
    public Caller Identify(CallOrigin origin)
    {
        if (origin.Authorization.Length == 0)
        {
            return new(AnonymousRole(origin.IsLocal), "");
        }
        var token = origin.Authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? tokens.Find(origin.Authorization[Scheme.Length..].Trim())
            : null;
        return token is null
            ? new(Role.None, "", IsRejected: true)
            : new(token.Role == TokenRole.Admin ? Role.Admin : Role.Read, token.Name, Revoked: token.Revoked);
    }

    /// <summary>Whether a gRPC call may reach its handler.</summary>
    public GrpcAdmission Admit(HttpContext http)
    {
        var caller = Identify(CallOrigin.Of(http));
        var method = http.Request.Path.Value ?? "";
        var needed = MethodRoles.Of(method);
        if (caller.IsRejected)
        {
            return Reject(http, method);
        }
        if (caller.Role >= needed)
        {
            return new(Status.DefaultSuccess, caller.Revoked);
        }
        var role = needed == Role.Admin ? "admin" : "read";
        return new(caller.TokenName.Length > 0
            ? RequestErrors.TokenMayOnlyRead(caller.TokenName, role)
            : RequestErrors.TokenNeeded(role));
    }

    /// <summary>Whether a plain HTTP request may read.</summary>
    /// <param name="http">The request.</param>
    /// <param name="why">Where it may not, why, a sentence for who made it.</param>
    public bool MayRead(HttpContext http, out string why)
    {
        var caller = Identify(CallOrigin.Of(http));
        why = caller.IsRejected
            ? Reject(http, http.Request.Path.Value ?? "").Status.Detail
            : "A token with the role read is needed, as 'Authorization: Bearer lg_…'.";
        return caller.Role >= Role.Read;
    }

    private Role AnonymousRole(bool isLocal) => options.Access.Anonymous switch
    {
        AnonymousAccess.Read => Role.Read,
        AnonymousAccess.Auto when _isOnLoopback && isLocal && !tokens.Any => Role.Admin,
        _ => Role.None,
    };

    private GrpcAdmission Reject(HttpContext http, string method)
    {
        var peer = http.Connection.RemoteIpAddress;
        var count = failures.Add(peer);
        if (count <= FailedAttempts.MostPerMinute)
        {
            logger.TokenRejected(peer?.ToString() ?? "", method);
            return new(RequestErrors.TokenUnknown());
        }
        if (count == FailedAttempts.MostPerMinute + 1)
        {
            logger.TooManyRejected(peer?.ToString() ?? "", FailedAttempts.MostPerMinute);
        }
        return new(RequestErrors.TooManyWrongTokens());
    }
}
