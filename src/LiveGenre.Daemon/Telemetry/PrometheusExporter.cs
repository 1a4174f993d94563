using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace LiveGenre.Daemon.Telemetry;

/// <summary>The metrics as a page in Prometheus' text format 0.0.4, collected when it is asked for.</summary>
internal sealed class PrometheusExporter : BaseExporter<Metric>
{
    /// <summary>Media type of the page.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock _gate = new();
    private readonly BaseExportingMetricReader _reader;
    private StringBuilder _page = new();

    public PrometheusExporter()
    {
        _reader = new BaseExportingMetricReader(this) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative };
    }

    /// <summary>Give this to the meter provider.</summary>
    public MetricReader Reader => _reader;

    /// <summary>Collects, and writes the page in pieces: whole, that of a thousand sources would be a large object at each look.</summary>
    public async Task WriteAsync(Stream body)
    {
        await using var text = new StreamWriter(body, bufferSize: 8_192, leaveOpen: true);
        await text.WriteAsync(Collect());
    }

    private StringBuilder Collect()
    {
        lock (_gate)
        {
            _reader.Collect();
            (var page, _page) = (_page, new()); // kept until the next look it would live for long
            return page;
        }
    }

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        var page = new StringBuilder();
        foreach (var metric in batch)
        {
            Write(metric, page);
        }
        _page = page;
        return ExportResult.Success;
    }

    private static void Write(Metric metric, StringBuilder page)
    {
        var (type, suffix) = metric.MetricType switch
        {
            MetricType.LongSum or MetricType.DoubleSum => ("counter", "_total"),
            MetricType.Histogram => ("histogram", ""),
            _ => ("gauge", ""),
        };
        var unit = metric.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var name = metric.Name.Replace('.', '_') + unit + suffix;
        page.Append(CultureInfo.InvariantCulture, $"# HELP {name} {metric.Description.Replace("\n", "\\n")}\n# TYPE {name} {type}\n");
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = Labels(point);
            if (type == "histogram")
            {
                WriteHistogram(name, labels, point, page);
                continue;
            }
            var value = metric.MetricType switch
            {
                MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
                MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
                MetricType.LongGauge => point.GetGaugeLastValueLong(),
                _ => point.GetGaugeLastValueDouble(),
            };
            WriteSample(page, name, labels, value);
        }
    }

    private static void WriteHistogram(string name, string labels, in MetricPoint point, StringBuilder page)
    {
        var prefix = labels.Length > 0 ? labels + "," : "";
        long below = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            var bound = double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf" : bucket.ExplicitBound.ToString(CultureInfo.InvariantCulture);
            WriteSample(page, name + "_bucket", $"{prefix}le=\"{bound}\"", below);
        }
        WriteSample(page, name + "_sum", labels, point.GetHistogramSum());
        WriteSample(page, name + "_count", labels, point.GetHistogramCount());
    }

    private static void WriteSample(StringBuilder page, string name, string labels, double value) =>
        page.Append(CultureInfo.InvariantCulture, $"{name}{(labels.Length > 0 ? $"{{{labels}}}" : "")} {value:R}\n");

    private static string Labels(in MetricPoint point)
    {
        var labels = new StringBuilder();
        foreach (var tag in point.Tags)
        {
            var value = Convert.ToString(tag.Value, CultureInfo.InvariantCulture)?
                .Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
            labels.Append(labels.Length > 0 ? "," : "").Append(tag.Key.Replace('.', '_')).Append("=\"").Append(value).Append('"');
        }
        return labels.ToString();
    }
}
