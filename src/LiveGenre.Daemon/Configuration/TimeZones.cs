using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace LiveGenre.Daemon.Configuration;

/// <summary>Which clock a source's days and hours are of. Only reports and pages know zones; what is stored is UTC.</summary>
public static partial class TimeZones
{
    private const string Example = "an IANA name such as Europe/Berlin or America/New_York.";

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
    public static bool TryFind(string id, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        return Name().IsMatch(id) // the framework would open whatever file the id names, such as /dev/zero
            && TimeZoneInfo.TryFindSystemTimeZoneById(id, out zone) && zone.HasIanaId && zone.Id == id; // a cache finds other spellings, sometimes
    }

    /// <summary>What is wrong with a name that <see cref="TryFind"/> does not find, and what to do.</summary>
    internal static string Explain(string id)
    {
        var known = TimeZoneInfo.GetSystemTimeZones();
        if (known.Count <= 1)
        {
            return "this system has no time zones; install tzdata, or leave it empty.";
        }
        if (!Name().IsMatch(id))
        {
            return Example;
        }
        return Spelling.Nearest(id, known.Select(z => z.Id)) is { } nearest ? $"did you mean {nearest}?" : Example;
    }

    // Names of the time zone database have up to three parts, such as America/Indiana/Knox and Etc/GMT+1.
    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+_-]{0,31}(?:/[A-Za-z0-9+_-]{1,32}){0,2}\z")]
    private static partial Regex Name();
}
