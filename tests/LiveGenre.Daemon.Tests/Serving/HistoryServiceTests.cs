using Google.Protobuf.WellKnownTypes;
using LiveGenre.Daemon.Serving;
using LiveGenre.Daemon.Tests.History.Support;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Serving;

public sealed class HistoryServiceTests(RunningDaemon daemon) : IClassFixture<RunningDaemon>
{
    private static CallOptions Soon => RunningDaemon.Within(TimeSpan.FromMinutes(2));

    [Fact]
    public async Task GetTimeline_OfAllTime_IsMeasured()
    {
        GetTimelineResponse all = new();
        await WriterUnderTest.UntilAsync(
            async () => (all = await daemon.Calls.AsyncUnaryCall(HistoryMethods.GetTimeline, Soon, new()
            {
                FromTime = DateTimeOffset.MinValue.ToTimestamp(),
                ToTime = DateTimeOffset.MaxValue.ToTimestamp(),
                BucketCount = 1,
            })).Buckets[0].Shares.HeardDuration.ToTimeSpan() > TimeSpan.Zero, "a window is stored");

        Assert.Single(all.Buckets);
    }

    [Fact]
    public async Task ListWindows_PageByPage_GivesWhatWasPublished()
    {
        var published = (await daemon.WatchUntil(new(), r => r.Count(e => e.Window is not null) >= 6))
            .Where(r => r.Window is not null).Select(r => r.Window).ToList();
        var request = new ListWindowsRequest { FromTime = published[0].WindowStartTime, PageSize = 3 };
        ListWindowsResponse first = new();
        await WriterUnderTest.UntilAsync(
            async () => (first = await daemon.Calls.AsyncUnaryCall(HistoryMethods.ListWindows, Soon, request)).NextPageToken.Length > 0, "four windows are stored");
        request.PageToken = first.NextPageToken;

        var second = await daemon.Calls.AsyncUnaryCall(HistoryMethods.ListWindows, Soon, request);

        var read = first.Windows.Concat(second.Windows).ToList();
        Assert.Equal(3, first.Windows.Count);
        Assert.All(read.Zip(published), pair =>
        {
            var (stored, live) = pair;
            // Microseconds are kept.
            Assert.Equal(live.WindowStartTime.ToDateTimeOffset(), stored.WindowStartTime.ToDateTimeOffset(), TimeSpan.FromMicroseconds(1));
            Assert.Equal((live.Decision.Label, live.Activity), (stored.Decision.Label, stored.Activity));
            Assert.Equal(live.Scores.Count, stored.Scores.Count);
            Assert.All(live.Scores.Zip(stored.Scores), s => Assert.Equal(s.First, s.Second, 0.5 / 255 + 1e-4));
            Assert.All(live.SmoothedScores.Zip(stored.SmoothedScores), s => Assert.Equal(s.First, s.Second, 0.5 / 255 + 1e-4));
            Assert.All(live.ActivityScores.Zip(stored.ActivityScores), s => Assert.Equal(s.First, s.Second, 0.5 / 255 + 1e-4));
            Assert.Equal(live.Level.RmsDbfs, stored.Level.RmsDbfs, 0.01);
        });
    }

    [Fact]
    public async Task GetTimeline_OfAFewSeconds_SharesAddUpToWhatWasHeard()
    {
        var window = (await daemon.WatchUntil(new(), r => r.LastOrDefault()?.Window is not null))[^1].Window;
        var request = new GetTimelineRequest
        {
            FromTime = window.WindowStartTime.ToDateTimeOffset().AddSeconds(-1).ToTimestamp(),
            ToTime = window.WindowStartTime.ToDateTimeOffset().AddSeconds(3).ToTimestamp(),
            BucketCount = 4,
        };
        GetTimelineResponse timeline = new();
        await WriterUnderTest.UntilAsync(async () =>
        {
            timeline = await daemon.Calls.AsyncUnaryCall(HistoryMethods.GetTimeline, Soon, request);
            return timeline.Buckets[^1].Shares.HeardDuration.ToTimeSpan() == TimeSpan.FromSeconds(1);
        }, "the last second is stored");

        Assert.Equal(4, timeline.Buckets.Count);
        Assert.Equal(timeline.Buckets[0].EndTime, timeline.Buckets[1].StartTime);
        Assert.All(timeline.Buckets, bucket =>
        {
            Assert.Equal(bucket.Shares.HeardDuration.ToTimeSpan().Ticks, bucket.Shares.Labels.Sum(l => l.Duration.ToTimeSpan().Ticks));
            Assert.Equal(bucket.Shares.HeardDuration.ToTimeSpan().Ticks, bucket.Shares.Activities.Sum(a => a.Duration.ToTimeSpan().Ticks));
            Assert.Equal(TimeSpan.FromSeconds(1), bucket.Shares.HeardDuration.ToTimeSpan() + bucket.Shares.MissingDuration.ToTimeSpan());
        });
    }

    [Fact]
    public async Task GetHistoryStatus_OfARunningDaemon_SaysWhatIsKept()
    {
        GetHistoryStatusResponse status = new();
        await WriterUnderTest.UntilAsync(
            async () => (status = await daemon.Calls.AsyncUnaryCall(HistoryMethods.GetHistoryStatus, Soon, new())).OldestWindowTime is not null, "a window is stored");

        Assert.Equal(("memory", true, ""), (status.Store, status.Writing, status.Trouble));
        Assert.Equal(2_147_483_648ul, status.QuotaByteCount);
        Assert.InRange(status.StoredByteCount, 1ul, status.QuotaByteCount);
    }

    [Theory]
    [InlineData(-1, "bucket_count")]
    [InlineData(2_001, "bucket_count")]
    [InlineData(10, "from_time")]
    public async Task GetTimeline_FieldOutOfRange_IsRefusedByName(int buckets, string field)
    {
        var now = DateTime.UtcNow.ToTimestamp();
        var request = new GetTimelineRequest { FromTime = now, ToTime = field == "from_time" ? now : now + Duration.FromTimeSpan(TimeSpan.FromHours(1)), BucketCount = buckets };

        var error = await Assert.ThrowsAsync<RpcException>(async () => await daemon.Calls.AsyncUnaryCall(HistoryMethods.GetTimeline, Soon, request));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.StartsWith($"{field} = '", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetReport_OfToday_HoldsWhatIsOnAir()
    {
        GetReportResponse report = new();
        await WriterUnderTest.UntilAsync(async () =>
        {
            // Two days: midnight may pass.
            report = await daemon.Calls.AsyncUnaryCall(HistoryMethods.GetReport, Soon, new() { SourceId = "fm", DayCount = 2, Period = Period.Hour });
            return report.Total.Shares.HeardDuration.ToTimeSpan() >= TimeSpan.FromSeconds(2);
        }, "two seconds are stored");

        Assert.InRange(report.Rows.Count, 47, 49);
        Assert.Equal(report.Total.Shares.HeardDuration.ToTimeSpan().Ticks, report.Rows.Sum(r => r.Shares.HeardDuration.ToTimeSpan().Ticks));
        Assert.True(TimeZoneInfo.TryFindSystemTimeZoneById(report.TimeZone, out _));
    }

    [Theory]
    [InlineData("2026-02-30", "", Period.Day, 0, "The first day '2026-02-30' is not valid: a date such as 2026-03-29, from 1970-01-01 to 2199-12-31.")]
    [InlineData("", "29.3.2026", Period.Day, 0, "The last day '29.3.2026' is not valid: a date such as 2026-03-29, from 1970-01-01 to 2199-12-31.")]
    [InlineData("2026-03-30", "2026-03-29", Period.Day, 0, "The first day '2026-03-30' is not valid: it lies after the last day, 2026-03-29.")]
    [InlineData("2026-03-01", "2026-03-29", Period.Unspecified, 0, "period = 'PERIOD_UNSPECIFIED' is not valid: one of PERIOD_HOUR, PERIOD_DAY_PART, PERIOD_DAY and PERIOD_WEEK.")]
    [InlineData("2026-03-01", "2026-03-29", (Period)9, 0, "period = '9' is not valid: one of PERIOD_HOUR, PERIOD_DAY_PART, PERIOD_DAY and PERIOD_WEEK.")]
    [InlineData("2026-01-01", "2026-03-29", Period.Hour, 0, "The period 'hour' is not valid: 88 days would be more than 2000 rows; ask for fewer days, or a longer period.")]
    [InlineData("1999-01-01", "2026-03-29", Period.Week, 0, "The first day '1999-01-01' is not valid: with it the report is of 9950 days; at most 3660 days are allowed.")]
    [InlineData("2026-03-01", "", Period.Day, 7, "The number of days '7' is not valid: a first day is named too; one of both.")]
    [InlineData("", "", Period.Day, -1, "The number of days '-1' is not valid: 1 to 3660 are allowed, or 0 for 7.")]
    public async Task GetReport_FieldOutOfRange_IsRefusedByName(string from, string to, Period period, int days, string message)
    {
        var request = new GetReportRequest { SourceId = "fm", FromDate = from, ToDate = to, Period = period, DayCount = days };

        var error = await Assert.ThrowsAsync<RpcException>(async () => await daemon.Calls.AsyncUnaryCall(HistoryMethods.GetReport, Soon, request));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Equal(message, error.Status.Detail);
    }

    [Fact]
    public async Task ListWindows_SourceThatNeverWas_IsNotFound()
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await daemon.Calls.AsyncUnaryCall(HistoryMethods.ListWindows, Soon, new() { SourceId = "am" }));

        Assert.Equal(StatusCode.NotFound, error.StatusCode);
    }

    [Fact]
    public async Task ReadyPage_ShowsWhetherHistoryIsWritten()
    {
        Assert.Contains("\"history\":{\"writing\":true,\"trouble\":\"\"}", await daemon.Http.GetStringAsync("/health/ready"), StringComparison.Ordinal);
    }
}
