using System.Text.Json.Serialization;

namespace LiveGenre.Benchmarks.Subscribers;

/// <summary>What a process of subscribers saw.</summary>
/// <param name="Subscribers">Calls.</param>
/// <param name="Windows">Windows received, by all of them.</param>
/// <param name="Missed">Windows that one subscriber of a source got and another did not, and events that the daemon said it dropped.</param>
/// <param name="P50Ms">From a window's last sample to its receipt, median.</param>
/// <param name="P99Ms">The same, 99th percentile.</param>
/// <param name="MaxMs">The same, largest.</param>
/// <param name="CpuCores">Processor time that subscribing took, a second.</param>
internal sealed record SubscriberResult(
    [property: JsonPropertyName("subscribers")] int Subscribers,
    [property: JsonPropertyName("windows")] int Windows,
    [property: JsonPropertyName("missed")] long Missed,
    [property: JsonPropertyName("p50_ms")] double? P50Ms,
    [property: JsonPropertyName("p99_ms")] double? P99Ms,
    [property: JsonPropertyName("max_ms")] double? MaxMs,
    [property: JsonPropertyName("cpu_cores")] double CpuCores);
