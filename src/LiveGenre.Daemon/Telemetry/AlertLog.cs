using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Telemetry;

/// <summary>What alerts log: 6xx. The ids are stable.</summary>
internal static partial class AlertLog
{
    [LoggerMessage(600, LogLevel.Warning, "{Source}: alert {Rule}. {Summary}")]
    public static partial void AlertFired(this ILogger logger, string source, string rule, string summary);

    [LoggerMessage(601, LogLevel.Information, "{Source}: alert {Rule} has recovered. {Summary}")]
    public static partial void AlertRecovered(this ILogger logger, string source, string rule, string summary);

    [LoggerMessage(602, LogLevel.Information, "{Source}: alert {Rule} is acknowledged by {By}.")]
    public static partial void AlertAcknowledged(this ILogger logger, string source, string rule, string by);

    [LoggerMessage(603, LogLevel.Warning, "Receiver {Receiver}: {Event} {Delivery} was not delivered at attempt {Attempt}; again in {Delay}. {Trouble}")]
    public static partial void DeliveryRetried(this ILogger logger, string receiver, string @event, string delivery, uint attempt, ShortDuration delay, string trouble);

    [LoggerMessage(604, LogLevel.Error, "Receiver {Receiver}: {Event} {Delivery} is given up after {Attempts} attempts; 'livegenre alerts retry' tries again. {Trouble}")]
    public static partial void DeliveryDead(this ILogger logger, string receiver, string @event, string delivery, uint attempts, string trouble);

    [LoggerMessage(605, LogLevel.Information, "Receiver {Receiver}: {Event} {Delivery} delivered at attempt {Attempt}. {Trouble}")]
    public static partial void Delivered(this ILogger logger, string receiver, string @event, string delivery, uint attempt, string trouble);

    [LoggerMessage(606, LogLevel.Error, "Alerts cannot be kept in {Path}; they go on in memory, and a restart now would forget them. {Why}")]
    public static partial void AlertStoreFailed(this ILogger logger, string path, string why);

    [LoggerMessage(607, LogLevel.Information, "Alerts are kept in {Path} again.")]
    public static partial void AlertStoreBack(this ILogger logger, string path);

    [LoggerMessage(608, LogLevel.Warning, "LiveGenre:Alerts:Rules names source {Source}, and there is none.")]
    public static partial void RuleWithoutSource(this ILogger logger, string source);

    [LoggerMessage(609, LogLevel.Warning, "{Count} messages wait for receiver {Receiver}, which the settings no longer name; they are given up.")]
    public static partial void ReceiverGone(this ILogger logger, int count, string receiver);

    [LoggerMessage(610, LogLevel.Error, "Watching for alerts failed once; it goes on.")]
    public static partial void WatchingFailed(this ILogger logger, Exception error);
}
