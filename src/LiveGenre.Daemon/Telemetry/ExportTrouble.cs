using System.Diagnostics.Tracing;
using System.Globalization;
using LiveGenre.Capture;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Telemetry;

/// <summary>Says in the log that metrics do not reach their collector, once an hour at the most; OpenTelemetry itself tells nobody.</summary>
internal sealed class ExportTrouble(ILogger logger, TimeProvider time) : EventListener
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private long? _said;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "OpenTelemetry-Exporter-OpenTelemetryProtocol")
        {
            EnableEvents(eventSource, EventLevel.Warning);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (_said is { } said && time.GetElapsedTime(said) < Pause)
        {
            return;
        }
        _said = time.GetTimestamp();
        object[] parts = [.. (eventData.Payload ?? []).Select(part => $"{part}".Split('\n')[0].TrimEnd())]; // some are stack traces
        logger.ExportFailed(AddressSecrets.Redact(string.Format(CultureInfo.InvariantCulture, eventData.Message ?? "", parts)));
    }
}
