using System.Globalization;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.History;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Reports;

/// <summary>Answers <c>HistoryService.GetReport</c>.</summary>
internal sealed class ReportQueries(HistoryReader reader, HistorySources known, SourceSet sources, LiveGenreOptions options, TimeProvider time)
{
    private const int MaxRows = 2_000;

    /// <summary>Beyond what is kept by default; a report of it is read in a second or two.</summary>
    private const int MaxDays = 3_660;

    private const int DefaultDays = 7;

    private const string FirstDay = "first day";
    private const string LastDay = "last day";

    private static readonly DateOnly FirstDate = new(1970, 1, 1);
    private static readonly DateOnly LastDate = new(2199, 12, 31);
    private static readonly string Dates = $"a date such as 2026-03-29, from {Word(FirstDate)} to {Word(LastDate)}";

    /// <summary>Shares and compliance of a source.</summary>
    public Task<GetReportResponse> GetReportAsync(GetReportRequest request, ServerCallContext call) => HistoryQueries.AskAsync(async () =>
    {
        var sourceId = await known.RequireAsync(request.SourceId, call.CancellationToken);
        var source = sources.Find(sourceId)?.Options;
        var clock = new LocalClock(TimeZones.Of(options, source));
        var format = StationFormat.Of(options, source);
        var period = CheckPeriod(request.Period);
        var stretch = Stretch(request, clock);
        var rows = ReportPeriod.Of(stretch, period, format.DayParts, clock, MaxRows);
        if (rows.Count > MaxRows)
        {
            throw RequestErrors.Invalid("period", Row(period), $"{stretch.DayCount} days would be more than {MaxRows} rows; ask for fewer days, or a longer period", "period");
        }
        return await new ProgrammeReport(stretch, rows, format, clock).CreateAsync(
            sourceId, pieces => reader.MeasureAsync(sourceId, pieces, call.CancellationToken));
    });

    private DateStretch Stretch(GetReportRequest request, LocalClock clock)
    {
        var last = request.ToDate.Length > 0
            ? ParseDate(request.ToDate, "to_date", LastDay)
            : DateOnly.FromDateTime(clock.At(time.GetUtcNow()).DateTime);
        var days = request.DayCount switch
        {
            0 => DefaultDays,
            _ when request.FromDate.Length > 0 => throw RequestErrors.Invalid("day_count", Word(request.DayCount), "a first day is named too; one of both", "number of days"),
            >= 1 and <= MaxDays => request.DayCount,
            _ => throw RequestErrors.Invalid("day_count", Word(request.DayCount), $"1 to {MaxDays} are allowed, or 0 for {DefaultDays}", "number of days"),
        };
        var first = request.FromDate.Length > 0
            ? ParseDate(request.FromDate, "from_date", FirstDay)
            : DateOnly.FromDayNumber(Math.Max(FirstDate.DayNumber, last.DayNumber - days + 1));
        if (first > last)
        {
            var end = request.ToDate.Length > 0 ? $"the last day, {Word(last)}" : $"today, {Word(last)} in {clock.Name}";
            throw RequestErrors.Invalid("from_date", request.FromDate, $"it lies after {end}", FirstDay);
        }
        var stretch = new DateStretch(first, last);
        return stretch.DayCount <= MaxDays
            ? stretch
            : throw RequestErrors.Invalid("from_date", request.FromDate, $"with it the report is of {stretch.DayCount} days; at most {MaxDays} days are allowed", FirstDay);
    }

    private static DateOnly ParseDate(string text, string field, string name) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date >= FirstDate && date <= LastDate
            ? date
            : throw RequestErrors.Invalid(field, text, Dates, name);

    private static Period CheckPeriod(Period period) => period is Period.Hour or Period.DayPart or Period.Day or Period.Week
        ? period
        : throw RequestErrors.Invalid("period", Word(period), "one of PERIOD_HOUR, PERIOD_DAY_PART, PERIOD_DAY and PERIOD_WEEK");

    private static string Row(Period period) => period switch
    {
        Period.Hour => "hour",
        Period.DayPart => "day part",
        Period.Week => "week",
        _ => "day",
    };

    private static string Word(Period period) => period switch
    {
        Period.Unspecified => "PERIOD_UNSPECIFIED",
        Period.Hour => "PERIOD_HOUR",
        Period.DayPart => "PERIOD_DAY_PART",
        Period.Day => "PERIOD_DAY",
        Period.Week => "PERIOD_WEEK",
        _ => Word((int)period),
    };

    private static string Word(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Word(int number) => number.ToString(CultureInfo.InvariantCulture);
}
