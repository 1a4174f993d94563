using System.Globalization;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Reports;

/// <summary>How much of one thing a station wants on air.</summary>
/// <param name="Name">In words: <c>rock 60 ± 10 %</c>, <c>talk at most 15 % (Morning)</c>.</param>
/// <param name="Label">A genre, or null.</param>
/// <param name="Activity">A kind of sound, or null.</param>
/// <param name="Minimum">The least share, 0 to 1.</param>
/// <param name="Maximum">The largest share, 0 to 1.</param>
/// <param name="DayPart">Name of the day part that it is for; null for all of the time.</param>
internal sealed record FormatTarget(string Name, string? Label, FormatActivity? Activity, double Minimum, double Maximum, string? DayPart)
{
    /// <summary>What <see cref="FormatTargetOptions.Tolerance"/> is where it is not set.</summary>
    private const double DefaultTolerance = 0.1;

    /// <summary>A share this much beyond a bound is on it: less than a tenth of a second a day.</summary>
    private const double Rounding = 1e-6;

    /// <summary>Less music than this says nothing about genres: not two songs.</summary>
    private static readonly TimeSpan LeastMusic = TimeSpan.FromMinutes(5);

    /// <summary>One of the settings, which were checked.</summary>
    public static FormatTarget Declared(FormatTargetOptions options)
    {
        var subject = options.Activity is { } activity ? $"{activity}".ToLowerInvariant() : options.Label;
        var tolerance = options.Tolerance ?? DefaultTolerance;
        var wanted = (options.Share, options.Minimum, options.Maximum) switch
        {
            ({ } share, _, _) => $"{Percent(share)} ± {Percent(tolerance)} %",
            (_, { } least, { } most) => $"{Percent(least)} to {Percent(most)} %",
            (_, { } least, _) => $"at least {Percent(least)} %",
            (_, _, var most) => $"at most {Percent(most ?? 1)} %",
        };
        return new(
            $"{subject} {wanted}{(options.DayPart.Length > 0 ? $" ({options.DayPart})" : "")}",
            options.Activity is null ? options.Label : null,
            options.Activity,
            Math.Max(0, options.Share - tolerance ?? options.Minimum ?? 0),
            Math.Min(1, options.Share + tolerance ?? options.Maximum ?? 1),
            options.DayPart.Length > 0 ? options.DayPart : null);
    }

    /// <summary>Judges what was on air.</summary>
    /// <param name="heard">In the row, and in the day part.</param>
    /// <param name="minimumHeard">Share of the time that must have been heard.</param>
    public TargetResult Judge(HeardTime heard, double minimumHeard)
    {
        var (part, whole) = Label is not null
            ? (heard.OfLabel(Label), heard.Music)
            : (heard.Of(Activity!.Value), heard.Heard);
        var share = whole > TimeSpan.Zero ? part / whole : 0;
        var isMeasured = heard.Heard > TimeSpan.Zero
            && heard.Heard >= heard.Time * (minimumHeard - Rounding)
            && (Label is null || whole >= LeastMusic);
        return new TargetResult
        {
            Target = Name,
            Share = (float)share,
            MinimumShare = (float)Minimum,
            MaximumShare = (float)Maximum,
            Compliance = !isMeasured ? Compliance.NotMeasured
                : share < Minimum - Rounding ? Compliance.Below
                : share > Maximum + Rounding ? Compliance.Above
                : Compliance.Met,
        };
    }

    private static string Percent(double share) => (100 * share).ToString("0.##", CultureInfo.InvariantCulture);
}
