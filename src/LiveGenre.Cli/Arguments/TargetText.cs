using System.Globalization;
using System.Text.RegularExpressions;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Arguments;

/// <summary>A format target as the command line writes it: <c>rock=60~5</c>, <c>talk=..15</c>, <c>jazz=20..40@Evening</c>; percent.</summary>
internal static partial class TargetText
{
    /// <summary>What is allowed, for messages.</summary>
    public const string Allowed = "SUBJECT=RANGE[@DAYPART], such as rock=60, rock=60~5, talk=..15 or jazz=20..40@Evening, in percent from 0 to 100";

    /// <summary>Reads it.</summary>
    /// <returns>The target; null where the text is none, or asks for more than 100 % or less than it begins with.</returns>
    public static SourceTarget? Parse(string text)
    {
        if (Form().Match(text) is not { Success: true } match)
        {
            return null;
        }
        var (least, most) = (Share(match.Groups["least"]), Share(match.Groups["most"]));
        var (share, tolerance) = (Share(match.Groups["share"]), Share(match.Groups["tolerance"]));
        if ((least ?? most ?? share) is null || new[] { least, most, share, tolerance }.Any(part => part > 1) || least > most)
        {
            return null;
        }
        var subject = match.Groups["subject"].Value.Trim();
        var target = new SourceTarget
        {
            Activity = Enum.TryParse<TargetActivity>(subject, ignoreCase: true, out var activity) && !char.IsAsciiDigit(subject[0]) ? activity : default,
            DayPart = match.Groups["part"].Value.Trim(),
        };
        target.Label = target.Activity == default ? subject : "";
        if (share is { } about)
        {
            target.Share = about;
        }
        if (tolerance is { } off)
        {
            target.Tolerance = off;
        }
        if (least is { } minimum)
        {
            target.Minimum = minimum;
        }
        if (most is { } maximum)
        {
            target.Maximum = maximum;
        }
        return target;
    }

    /// <summary>Writes it as <see cref="Parse"/> reads it.</summary>
    public static string Write(SourceTarget target)
    {
        static string Percent(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture);
        var range = target.HasShare
            ? Percent(target.Share) + (target.HasTolerance ? $"~{Percent(target.Tolerance)}" : "")
            : $"{(target.HasMinimum ? Percent(target.Minimum) : "")}..{(target.HasMaximum ? Percent(target.Maximum) : "")}";
        var subject = target.Activity == default ? target.Label : target.Activity.ToString().ToLowerInvariant();
        return $"{subject}={range}{(target.DayPart.Length > 0 ? $"@{target.DayPart}" : "")}";
    }

    private static double? Share(Group percent) =>
        percent.Success ? double.Parse(percent.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) / 100 : null;

    [GeneratedRegex(@"^(?<subject>[^=@]*[^=@\s])=((?<share>\d+(\.\d+)?)(~(?<tolerance>\d+(\.\d+)?))?|(?<least>\d+(\.\d+)?)?\.\.(?<most>\d+(\.\d+)?)?)(@(?<part>.+))?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
