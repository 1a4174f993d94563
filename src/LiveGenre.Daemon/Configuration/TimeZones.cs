using System.Diagnostics.CodeAnalysis;

namespace LiveGenre.Daemon.Configuration;

/// <summary>Which clock a source's days and hours are of. Only reports and pages know zones; what is stored is UTC.</summary>
public static class TimeZones
{
    /// <summary>A source's own zone, else that of <c>LiveGenre:TimeZone</c>, else the system's.</summary>
    /// <param name="options">All settings, checked.</param>
    /// <param name="source">Its settings; null for a source that is only in history.</param>
    public static TimeZoneInfo Of(LiveGenreOptions options, SourceOptions? source)
    {
        foreach (var id in new[] { source?.TimeZone, options.TimeZone })
        {
            if (!string.IsNullOrEmpty(id) && TryFind(id, out var zone))
            {
                return zone;
            }
        }
        return TimeZoneInfo.Local;
    }

    /// <summary>The zone of an IANA name, such as <c>Europe/Berlin</c>; false where this system does not know it.</summary>
    public static bool TryFind(string id, [NotNullWhen(true)] out TimeZoneInfo? zone) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(id, out zone) && zone.HasIanaId && zone.Id == id; // a cache finds other spellings, sometimes

    /// <summary>What is wrong with a name that <see cref="TryFind"/> does not find, and what to do.</summary>
    internal static string Explain(string id)
    {
        var known = TimeZoneInfo.GetSystemTimeZones();
        if (known.Count <= 1)
        {
            return "this system has no time zones; install tzdata, or leave it empty.";
        }
        var nearest = known.Select(z => z.Id).MinBy(name => SettingsReader.Distance(id, name))!;
        return SettingsReader.Distance(id, nearest) <= Math.Max(2, id.Length / 3)
            ? $"did you mean {nearest}?"
            : "an IANA name such as Europe/Berlin or America/New_York.";
    }
}
