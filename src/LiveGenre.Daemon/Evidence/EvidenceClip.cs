using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LiveGenre.Daemon.Evidence;

/// <summary>
/// What a clip is of. Its file's name says all of it, so that the folder is its own index:
/// <c>20261121T140459.123Z,fm,rock,jazz,10000,15000.wav</c> begins at that time (UTC), is of source <c>fm</c>, which
/// changed from rock to jazz 10,000 ms on, and lasts 15,000 ms. Names sort by time, then by source.
/// </summary>
/// <param name="Start">UTC, whole milliseconds.</param>
/// <param name="SourceId">Whose sound it is.</param>
/// <param name="PreviousLabel">The decision before the change.</param>
/// <param name="Label">The decision after it.</param>
/// <param name="UntilChange">From the start to the change, whole milliseconds.</param>
/// <param name="Length">Of the clip, whole milliseconds.</param>
internal sealed record EvidenceClip(
    DateTimeOffset Start, string SourceId, string PreviousLabel, string Label, TimeSpan UntilChange, TimeSpan Length)
{
    /// <summary>Extension of the files.</summary>
    public const string Extension = ".wav";

    private const string TimeFormat = "yyyyMMdd'T'HHmmss.fff'Z'";
    private const int LongestName = 255 - 8; // bytes that file systems take, less those of .partial
    private const string Shortened = "…";
    private const char Separator = ','; // no id holds one, and escaped labels do not either

    /// <summary>Opaque to clients.</summary>
    public string Id => string.Join(Separator,
        Start.ToString(TimeFormat, CultureInfo.InvariantCulture), SourceId,
        Uri.EscapeDataString(PreviousLabel), Uri.EscapeDataString(Label), Milliseconds(UntilChange), Milliseconds(Length));

    /// <summary>Name of its file.</summary>
    public string FileName => Id + Extension;

    /// <summary>UTC.</summary>
    public DateTimeOffset Change => Start + UntilChange;

    /// <summary>UTC.</summary>
    public DateTimeOffset End => Start + Length;

    /// <summary>The same clip, under as much of its labels as the name of a file has room for.</summary>
    public EvidenceClip Fitting()
    {
        var clip = this;
        while (clip.FileName.Length > LongestName)
        {
            clip = Uri.EscapeDataString(clip.PreviousLabel).Length > Uri.EscapeDataString(clip.Label).Length
                ? clip with { PreviousLabel = Shorten(clip.PreviousLabel) }
                : clip with { Label = Shorten(clip.Label) };
        }
        return clip;
    }

    /// <summary>Reads an id; false for anything that is none, such as the path of another file.</summary>
    public static bool TryParse(string id, [NotNullWhen(true)] out EvidenceClip? clip)
    {
        clip = id.Split(Separator) is [var start, { Length: > 0 } source, var previous, var label, var change, var length]
            && DateTimeOffset.TryParseExact(start, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && int.TryParse(change, NumberStyles.None, CultureInfo.InvariantCulture, out var untilChange)
            && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && DateTimeOffset.MaxValue - time >= TimeSpan.FromMilliseconds(Math.Max(untilChange, milliseconds))
                ? new EvidenceClip(time, source, Uri.UnescapeDataString(previous), Uri.UnescapeDataString(label),
                    TimeSpan.FromMilliseconds(untilChange), TimeSpan.FromMilliseconds(milliseconds))
                : null;
        // Only what is spelled as we spell it, and no path: an id comes from outside.
        if (clip?.Id != id || Path.GetFileName(id) != id || id.Contains('\0') || clip.FileName.Length > LongestName)
        {
            clip = null;
        }
        return clip is not null;
    }

    private static string Shorten(string label)
    {
        var kept = label.EndsWith(Shortened, StringComparison.Ordinal) ? label[..^Shortened.Length] : label;
        return kept[..(kept.Length - (char.IsLowSurrogate(kept[^1]) ? 2 : 1))] + Shortened;
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
