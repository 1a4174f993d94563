using Google.Protobuf.WellKnownTypes;
using LiveGenre.Daemon.History;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Reports;

/// <summary>
/// Adds a report up. All its times are cut where a row, a day part or the stretch begins or ends; each piece is measured once, and
/// rows, targets and the total are sums of pieces, so that they cannot disagree.
/// </summary>
internal sealed class ProgrammeReport(DateStretch stretch, IReadOnlyList<ReportPeriod> rows, StationFormat format, LocalClock clock)
{
    private readonly UtcInterval _stretch = stretch.ToUtc(clock);

    /// <summary>Measures and judges.</summary>
    /// <param name="sourceId">Whose report it is.</param>
    /// <param name="measure">Measures stretches of time, in their order.</param>
    public async Task<GetReportResponse> CreateAsync(
        string sourceId, Func<IReadOnlyList<UtcInterval>, Task<IReadOnlyList<Airtime>>> measure)
    {
        // From the day before: a night that began there reaches into the stretch.
        var parts = new DateStretch(stretch.First.AddDays(-1), stretch.Last).Dates
            .SelectMany(date => format.DayParts.Select(part => (part.Name, Interval: part.On(date, clock))))
            .Where(part => part.Interval is not null)
            .Select(part => (part.Name, Interval: part.Interval!.Value))
            .OrderBy(part => part.Interval.Start).ToList();
        var start = rows.Select(r => r.Interval.Start).Append(_stretch.Start).Min();
        var end = rows.Select(r => r.Interval.End).Append(_stretch.End).Max();
        DateTimeOffset[] cuts = [.. rows.Select(r => r.Interval).Concat(parts.Select(p => p.Interval)).Append(_stretch)
            .SelectMany(i => new[] { i.Start, i.End })
            .Where(cut => cut >= start && cut <= end).Distinct().Order()];
        var pieces = await measure([.. cuts.Zip(cuts.Skip(1), (from, to) => new UtcInterval(from, to))]);
        var named = Name(pieces, parts);
        var response = new GetReportResponse
        {
            SourceId = sourceId,
            TimeZone = clock.Name,
            Total = Row(new(_stretch, Title()), named),
        };
        response.Rows.AddRange(rows.Select(row => Row(row, named)));
        return response;
    }

    /// <summary>Each piece with the day part that it lies in.</summary>
    private static List<(Airtime Piece, string? DayPart)> Name(IReadOnlyList<Airtime> pieces, List<(string Name, UtcInterval Interval)> parts)
    {
        var named = new List<(Airtime, string?)>(pieces.Count);
        var at = 0;
        foreach (var piece in pieces)
        {
            while (at < parts.Count && parts[at].Interval.End <= piece.Interval.Start)
            {
                at++;
            }
            named.Add((piece, at < parts.Count && parts[at].Interval.Start <= piece.Interval.Start ? parts[at].Name : null));
        }
        return named;
    }

    private ReportRow Row(ReportPeriod row, List<(Airtime Piece, string? DayPart)> pieces)
    {
        var first = pieces.FindIndex(p => p.Piece.Interval.Start >= row.Interval.Start);
        var within = pieces.Skip(first).TakeWhile(p => p.Piece.Interval.Start < row.Interval.End).ToList();
        var whole = HeardTime.Of(within.Select(p => p.Piece));
        var message = new ReportRow
        {
            StartTime = row.Interval.Start.ToTimestamp(),
            EndTime = row.Interval.End.ToTimestamp(),
            Title = row.Title,
            Shares = whole.ToAirtime(row.Interval).ToMessage(),
            MusicDuration = whole.Music.ToDuration(),
        };
        foreach (var target in format.Targets)
        {
            var judged = target.DayPart is null ? whole : HeardTime.Of(within.Where(p => p.DayPart == target.DayPart).Select(p => p.Piece));
            if (judged.Time > TimeSpan.Zero)
            {
                message.Targets.Add(target.Judge(judged, format.MinimumHeard));
            }
        }
        return message;
    }

    private string Title() => stretch.DayCount == 1
        ? ReportPeriod.Write(stretch.First)
        : $"{ReportPeriod.Write(stretch.First)} – {ReportPeriod.Write(stretch.Last)}";
}
