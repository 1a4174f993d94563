using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace LiveGenre.Grpc.Tests;

/// <summary>Keeps what the meters of one server measure.</summary>
internal sealed class RecordedMetrics : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Instrument, long Value, string[] Tags)> _measured = [];

    public RecordedMetrics(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    public long Sum(string instrument, params string[] tags)
        => _measured.Where(each => each.Instrument == instrument && tags.All(each.Tags.Contains)).Sum(each => each.Value);

    public void Dispose() => _listener.Dispose();

    private void Note(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var values = new List<string>();
        foreach (var (_, tag) in tags)
        {
            values.Add(tag?.ToString() ?? "");
        }
        _measured.Enqueue((instrument.Name, value, [.. values]));
    }
}
