using Google.Protobuf.WellKnownTypes;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Tests.Reports;

/// <summary>A report as a daemon might answer it: two hours of a night when the clock goes back, the second of them not heard.</summary>
internal static class Report
{
    public static GetReportResponse Create()
    {
        var heard = Row("Sun 25 October 2026, 02:00 (UTC+02:00)", 0, 1, 60);
        heard.Targets.Add(Target("rock 60 ± 10 %", 0.75f, Compliance.Above));
        heard.Targets.Add(Target("talk at most 15 % (\"Night\", late)", 0.15f, Compliance.Met));
        var missing = Row("Sun 25 October 2026, 02:00 (UTC+01:00)", 1, 2, 0);
        missing.Targets.Add(Target("rock 60 ± 10 %", 0, Compliance.NotMeasured));
        var total = Row("Sun 25 October 2026", 0, 2, 60);
        total.Targets.Add(Target("rock 60 ± 10 %", 0.75f, Compliance.Above));
        total.Targets.Add(Target("talk at most 15 % (\"Night\", late)", 0.1f, Compliance.Below));
        return new() { SourceId = "on<air>", TimeZone = "Europe/Berlin", Rows = { heard, missing }, Total = total };
    }

    /// <summary>Of 60 minutes: 36 rock, 12 jazz, of which 3 under a voice, 6 talk, 6 silence.</summary>
    private static ReportRow Row(string title, int from, int to, double minutes)
    {
        var start = new DateTimeOffset(2026, 10, 25, 0, 0, 0, TimeSpan.Zero);
        Duration Part(double share) => TimeSpan.FromMinutes(minutes * share).ToDuration();
        var row = new ReportRow
        {
            StartTime = start.AddHours(from).ToTimestamp(),
            EndTime = start.AddHours(to).ToTimestamp(),
            Title = title,
            MusicDuration = Part(0.8),
            Shares = new() { HeardDuration = Part(1), MissingDuration = (TimeSpan.FromHours(to - from) - TimeSpan.FromMinutes(minutes)).ToDuration() },
        };
        if (minutes > 0)
        {
            row.Shares.Labels.Add([
                new() { Label = "rock", Duration = Part(0.6) }, new() { Label = "jazz", Duration = Part(0.2) }, new() { Label = "none", Duration = Part(0.2) }]);
            row.Shares.Activities.Add([
                new() { Activity = Activity.Music, Duration = Part(0.75) }, new() { Activity = Activity.Speech, Duration = Part(0.1) },
                new() { Activity = Activity.Silence, Duration = Part(0.1) }, new() { Activity = Activity.SpeechOverMusic, Duration = Part(0.05) }]);
        }
        return row;
    }

    private static TargetResult Target(string target, float share, Compliance compliance) => new() { Target = target, Share = share, Compliance = compliance };
}
