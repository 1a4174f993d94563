using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Output;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Cli.Commands;

/// <summary>What <c>run --check</c> prints: a line for each check as its outcome is known, or one JSON object at the end.</summary>
/// <param name="format"><c>text</c> or <c>json</c>.</param>
internal sealed class CheckReport(string format)
{
    private readonly List<StartupCheckResult> _results = [];

    /// <summary>Reports on the settings.</summary>
    /// <param name="errors">All that is wrong with them.</param>
    public void AddSettings(IReadOnlyList<string> errors)
    {
        if (errors.Count == 0)
        {
            Add(StartupCheckResult.Ok("settings", LiveGenreOptions.Section, "every key is known and every value allowed"));
        }
        foreach (var error in errors)
        {
            Add(StartupCheckResult.Failed("settings", LiveGenreOptions.Section, error));
        }
    }

    /// <summary>Reports on all that is checked.</summary>
    public async Task AddAsync(IAsyncEnumerable<StartupCheckResult> results)
    {
        await foreach (var result in results)
        {
            Add(result);
        }
    }

    /// <summary>Ends the report.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Finish()
    {
        var isOk = _results.All(r => r.IsOk);
        if (format == Parameters.Json)
        {
            Console.WriteLine(ToJson(isOk));
        }
        return isOk ? ExitCode.Done : ExitCode.Failed;
    }

    private void Add(StartupCheckResult result)
    {
        _results.Add(result);
        if (format != Parameters.Json)
        {
            // What is wrong with a setting begins with its key.
            var name = result.Detail.StartsWith($"{LiveGenreOptions.Section}:", StringComparison.Ordinal) ? "" : $"{result.Name}: ";
            Console.WriteLine($"{(result.IsOk ? "ok    " : "failed")}  {result.Check,-8}  {name}{result.Detail}");
        }
    }

    private string ToJson(bool isOk) => JsonLine.CreateIndented(json =>
    {
        json.WriteBoolean("ok", isOk);
        json.WriteStartArray("checks");
        foreach (var result in _results)
        {
            json.WriteStartObject();
            json.WriteString("check", result.Check);
            json.WriteString("name", result.Name);
            json.WriteBoolean("ok", result.IsOk);
            json.WriteString("detail", result.Detail);
            if (result.Format is { } audio)
            {
                json.WriteNumber("sample_rate_hz", audio.SampleRateHz);
                json.WriteNumber("channels", audio.Channels);
            }
            if (result.Level is { } level)
            {
                json.WriteRounded("rms_dbfs", level.RmsDbfs, 1);
                json.WriteRounded("peak_dbfs", level.PeakDbfs, 1);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
