using LiveGenre.Daemon.History;

namespace LiveGenre.Daemon.Reports;

/// <summary>What the clocks of a zone show, and when. Only ever asks the zone about moments, never about local times, which may be twice or not at all.</summary>
internal sealed class LocalClock(TimeZoneInfo zone)
{
    /// <summary>Farther than this from a local time no zone's clock has shown it. Samoa left out a whole day.</summary>
    private static readonly TimeSpan Around = TimeSpan.FromHours(36);

    /// <summary>IANA name.</summary>
    public string Name { get; } = zone.HasIanaId
        ? zone.Id
        : TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out var iana) ? iana : zone.Id;

    /// <summary>What the clocks show at a moment, with their offset from UTC.</summary>
    public DateTimeOffset At(DateTimeOffset moment) => moment.ToOffset(zone.GetUtcOffset(moment));

    /// <summary>The first moment at which the clocks show a time, or, where they skip it, a later one. UTC.</summary>
    public DateTimeOffset FirstMoment(DateTime local)
    {
        var asUtc = new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Utc));
        var (before, after) = (zone.GetUtcOffset(asUtc - Around), zone.GetUtcOffset(asUtc + Around));
        // With the greater offset first: it comes to the same local time earlier.
        foreach (var offset in new[] { before, after }.OrderDescending())
        {
            if (zone.GetUtcOffset(asUtc - offset) == offset)
            {
                return asUtc - offset;
            }
        }
        return FirstChange(asUtc - Around, asUtc + Around) ?? asUtc - before;
    }

    /// <summary>The stretches of a day between full hours and changes of the offset, in order; the hours that come twice come twice.</summary>
    public IEnumerable<UtcInterval> HoursOf(UtcInterval stretch)
    {
        for (var start = stretch.Start; start < stretch.End;)
        {
            var local = At(start);
            var end = start + (TimeSpan.FromHours(1) - TimeSpan.FromTicks(local.Ticks % TimeSpan.TicksPerHour));
            end = FirstChange(start, end) ?? end;
            end = end < stretch.End ? end : stretch.End;
            yield return new(start, end);
            start = end;
        }
    }

    /// <summary>The first moment between two from which on another offset holds than at the first; null if it holds up to the second.</summary>
    private DateTimeOffset? FirstChange(DateTimeOffset from, DateTimeOffset to)
    {
        var offset = zone.GetUtcOffset(from);
        if (zone.GetUtcOffset(to.AddTicks(-1)) == offset)
        {
            return null;
        }
        var (low, high) = (from.UtcTicks, to.UtcTicks - 1);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = zone.GetUtcOffset(new DateTimeOffset(middle, TimeSpan.Zero)) == offset ? (middle, high) : (low, middle);
        }
        return new(high, TimeSpan.Zero);
    }
}
