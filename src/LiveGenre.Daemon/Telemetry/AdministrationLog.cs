using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Telemetry;

/// <summary>What administration and access log: 5xx. The ids are stable. No token is ever logged.</summary>
internal static partial class AdministrationLog
{
    [LoggerMessage(500, LogLevel.Information, "{Source}: added, {Address}.")]
    public static partial void SourceAdded(this ILogger logger, string source, string address);

    [LoggerMessage(501, LogLevel.Information, "{Source}: settings changed, {Address}.")]
    public static partial void SourceChanged(this ILogger logger, string source, string address);

    [LoggerMessage(502, LogLevel.Information, "{Source}: removed.")]
    public static partial void SourceRemoved(this ILogger logger, string source);

    [LoggerMessage(503, LogLevel.Warning, "{Source}: the configuration has a source of this id, which is listened to; the one in {Path} is not. Give either another id.")]
    public static partial void SavedSourceIsConfigured(this ILogger logger, string source, string path);

    [LoggerMessage(504, LogLevel.Error, "{Source}: kept in {Path}, and not listened to. {Why}")]
    public static partial void SavedSourceFails(this ILogger logger, string source, string path, string why);

    [LoggerMessage(505, LogLevel.Information, "Model {Model} classifies from now on, {Labels} genres.")]
    public static partial void ModelSwapped(this ILogger logger, string model, int labels);

    [LoggerMessage(506, LogLevel.Error, "Model {Model}, which was chosen while the daemon ran, cannot be used; the configured one classifies. {Why}")]
    public static partial void ChosenModelFails(this ILogger logger, string model, string why);

    [LoggerMessage(507, LogLevel.Warning, "LiveGenre:Model:Path was changed since model {Model} was chosen, so the setting holds again.")]
    public static partial void ChosenModelIsOverruled(this ILogger logger, string model);

    [LoggerMessage(508, LogLevel.Information, "Model {Model} classifies, as it was chosen while the daemon ran, instead of LiveGenre:Model:Path = {Configured}; 'livegenre model swap' chooses another.")]
    public static partial void ChosenModelHolds(this ILogger logger, string model, string configured);

    [LoggerMessage(520, LogLevel.Warning, "{Warning}")]
    public static partial void AccessWarning(this ILogger logger, string warning);

    [LoggerMessage(521, LogLevel.Warning, "A call of {Method} from {Peer} showed a token that is none.")]
    public static partial void TokenRejected(this ILogger logger, string peer, string method);

    [LoggerMessage(522, LogLevel.Warning, "More than {Count} wrong tokens within a minute from {Peer}; further ones are put off and not logged.")]
    public static partial void TooManyRejected(this ILogger logger, string peer, int count);

    [LoggerMessage(523, LogLevel.Information, "{Count} tokens count from now on; {Path} has changed.")]
    public static partial void TokensRead(this ILogger logger, int count, string path);

    [LoggerMessage(524, LogLevel.Error, "The tokens stay as they were. {Why}")]
    public static partial void TokensUnreadable(this ILogger logger, string why);

    [LoggerMessage(525, LogLevel.Information, "The certificate {Path} was renewed, valid until {NotAfter:u}.")]
    public static partial void CertificateRead(this ILogger logger, string path, DateTime notAfter);

    [LoggerMessage(526, LogLevel.Error, "The certificate stays as it was. {Why}")]
    public static partial void CertificateUnreadable(this ILogger logger, string why);
}
