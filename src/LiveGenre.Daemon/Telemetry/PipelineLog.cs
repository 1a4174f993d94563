using LiveGenre.Protocol.V1;
using Microsoft.Extensions.Logging;
using AudioFormat = LiveGenre.Core.Audio.AudioFormat;

namespace LiveGenre.Daemon.Telemetry;

/// <summary>What the pipeline logs: 1xx capture, 2xx decisions, 3xx the daemon. The ids are stable.</summary>
internal static partial class PipelineLog
{
    [LoggerMessage(100, LogLevel.Information, "{Source}: connected to {Address}, {Format}.")]
    public static partial void CaptureOpened(this ILogger logger, string source, string address, AudioFormat format);

    [LoggerMessage(101, LogLevel.Warning, "{Source}: {Why} It had run for {Uptime}; connecting again in {Delay}.")]
    public static partial void CaptureStopped(this ILogger logger, string source, string why, ShortDuration uptime, ShortDuration delay);

    [LoggerMessage(102, LogLevel.Error, "{Source}: given up. {Why}")]
    public static partial void CaptureFailed(this ILogger logger, string source, string why);

    [LoggerMessage(103, LogLevel.Warning, "{Source}: {Count} samples that are no numbers (NaN or infinite) were taken as zero; later ones of this connection are only counted.")]
    public static partial void NonFiniteSamples(this ILogger logger, string source, long count);

    [LoggerMessage(104, LogLevel.Warning, "{Source}: the system clock was stepped by {Step}; times follow it.")]
    public static partial void ClockStepped(this ILogger logger, string source, ShortDuration step);

    [LoggerMessage(105, LogLevel.Information, "{Source}: {State} (was {Previous}). {Detail}")]
    public static partial void StateChanged(this ILogger logger, string source, SourceState state, SourceState previous, string detail);

    [LoggerMessage(106, LogLevel.Warning, "{Source}: {Duration} of audio is missing ({Reason}).")]
    public static partial void GapInStream(this ILogger logger, string source, ShortDuration duration, Gap.Types.Reason reason);

    [LoggerMessage(107, LogLevel.Error, "{Source}: capture failed in a way it does not know.")]
    public static partial void CaptureFaulted(this ILogger logger, string source, Exception error);

    [LoggerMessage(108, LogLevel.Warning, "{Source}: what it had heard was not published within {Timeout}; the rest is lost.")]
    public static partial void SourceDrainTimedOut(this ILogger logger, string source, ShortDuration timeout);

    [LoggerMessage(200, LogLevel.Information, "{Source}: {Label} ({Confidence:P0}), {Activity}.")]
    public static partial void DecisionChanged(this ILogger logger, string source, string label, float confidence, Activity activity);

    [LoggerMessage(201, LogLevel.Error, "Model {Model} fails, first on {Source}; its windows are gaps until it answers again. {Why}")]
    public static partial void ModelFailed(this ILogger logger, string model, string source, string why);

    [LoggerMessage(202, LogLevel.Information, "The model answers again.")]
    public static partial void ModelAnswers(this ILogger logger);

    [LoggerMessage(203, LogLevel.Warning, "The daemon cannot keep up, first with {Source}: windows are further apart until it can.")]
    public static partial void CannotKeepUp(this ILogger logger, string source);

    [LoggerMessage(204, LogLevel.Information, "The daemon keeps up again: all windows are as far apart as the settings say.")]
    public static partial void KeepsUpAgain(this ILogger logger);

    [LoggerMessage(300, LogLevel.Information, "Model {Model}: {Labels} genres, windows of {Window} every {Hop}.")]
    public static partial void ModelLoaded(this ILogger logger, string model, int labels, ShortDuration window, ShortDuration hop);

    [LoggerMessage(301, LogLevel.Critical, "A stage of the pipeline failed; the daemon stops.")]
    public static partial void StageFailed(this ILogger logger, Exception error);

    [LoggerMessage(302, LogLevel.Information, "Page, gRPC-Web, metrics and health: {PageUrl}")]
    public static partial void PageListening(this ILogger logger, string pageUrl);

    [LoggerMessage(303, LogLevel.Information, "gRPC (HTTP/2): {GrpcUrl}")]
    public static partial void GrpcListening(this ILogger logger, string grpcUrl);

    [LoggerMessage(305, LogLevel.Warning, "The pipeline did not drain within {Timeout}; windows on their way are lost.")]
    public static partial void DrainTimedOut(this ILogger logger, ShortDuration timeout);

    [LoggerMessage(306, LogLevel.Warning, "The service manager cannot be told how the daemon does: {Why}")]
    public static partial void ServiceManagerGone(this ILogger logger, string why);

    [LoggerMessage(307, LogLevel.Information, "The daemon has stopped, as it was asked to.")]
    public static partial void StoppedAsAsked(this ILogger logger);

    [LoggerMessage(308, LogLevel.Information, "The daemon has stopped: every source has ended.")]
    public static partial void StoppedAtTheEnd(this ILogger logger);

    [LoggerMessage(309, LogLevel.Warning, "Metrics do not reach LiveGenre:Telemetry:OtlpEndpoint; it is tried on. {Why}")]
    public static partial void ExportFailed(this ILogger logger, string why);
}
