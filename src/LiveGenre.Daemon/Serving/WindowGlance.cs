using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Serving;

/// <summary>What a window says, without its scores, for those who look now and then.</summary>
/// <param name="Start">Its first sample, UTC.</param>
/// <param name="End">Just after its last sample, UTC.</param>
/// <param name="Activity">What kind of sound it is.</param>
/// <param name="Label">As <c>Decision.label</c>.</param>
/// <param name="Confidence">Of the label, 0 to 1.</param>
/// <param name="RmsDbfs">Mean level.</param>
/// <param name="PeakDbfs">Largest level.</param>
/// <param name="ClippedSampleCount">Captured samples at full scale.</param>
/// <param name="DroppedWindowCount">Windows of the same source lost to overload just before.</param>
internal readonly record struct WindowGlance(
    DateTimeOffset Start, DateTimeOffset End, Activity Activity, string Label, float Confidence,
    float RmsDbfs, float PeakDbfs, uint ClippedSampleCount, uint DroppedWindowCount)
{
    public static WindowGlance Of(GenreWindow window) => new(
        window.WindowStartTime?.ToDateTimeOffset() ?? default, window.WindowEndTime?.ToDateTimeOffset() ?? default,
        window.Activity, window.Decision?.Label ?? "", window.Decision?.Confidence ?? 0,
        window.Level?.RmsDbfs ?? 0, window.Level?.PeakDbfs ?? 0, window.Level?.ClippedSampleCount ?? 0, window.DroppedWindowCount);
}
