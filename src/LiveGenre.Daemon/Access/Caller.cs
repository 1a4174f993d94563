using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Access;

/// <summary>Who calls.</summary>
/// <param name="Role">What the caller may do.</param>
/// <param name="TokenName">Whose token it is; empty without one.</param>
/// <param name="IsRejected">Whether a token was shown that is none.</param>
/// <param name="Revoked">Fires when the token counts no more.</param>
internal readonly record struct Caller(Role Role, string TokenName, bool IsRejected = false, CancellationToken Revoked = default);
