using System.Net;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Telemetry;

/// <summary>Logs that clients reach limits: of each limit once a minute, so that whoever floods the daemon does not flood its log. Safe for any thread.</summary>
internal sealed partial class LimitLog(ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long At, long Since)> _logged = []; // when last, and refusals since then

    /// <summary>Notes a refusal.</summary>
    public void Refused(IPAddress client, string limit, long value)
    {
        long before;
        lock (_gate)
        {
            var isKnown = _logged.TryGetValue(limit, out var last);
            if (isKnown && time.GetElapsedTime(last.At) < Span)
            {
                _logged[limit] = (last.At, last.Since + 1);
                return;
            }
            before = last.Since;
            _logged[limit] = (time.GetTimestamp(), 0);
        }
        LimitReached(logger, client, limit, value, before);
    }

    [LoggerMessage(710, LogLevel.Warning, "{Client} has reached LiveGenre:Serving:Limits:{Limit} ({Value}) and was refused; since this was last said, {Before} more were. Silent about this limit for a minute.")]
    private static partial void LimitReached(ILogger logger, IPAddress client, string limit, long value, long before);
}
