using System.Globalization;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Daemon.Configuration;

/// <summary>What must hold between the settings and the model.</summary>
public static class WindowingRules
{
    /// <summary>Which hops are allowed, in seconds; a longer one would leave audio between windows that is never heard.</summary>
    public const string AllowedSeconds = $"0.25 to {Window}, {ShippedWindow}";

    /// <summary>The shortest hop: 11 frames of 512 samples at 22 050 Hz.</summary>
    public const string ShortestHop = "00:00:00.25";

    /// <summary>Beyond every model's window: a manifest may ask for 16 384 frames, 6 min 20 s. Which one is allowed, <see cref="Check"/> knows.</summary>
    public const string LongestHop = "00:06:24";

    /// <summary><see cref="AllowedSeconds"/> as settings are written.</summary>
    internal const string AllowedHop = $"{AllowedTimes}, {ShippedWindow}";

    private const string AllowedTimes = $"a time (hh:mm:ss, or seconds in --hop) from {ShortestHop} to {Window}";
    private const string Window = "the length of the model's window";
    private const string ShippedWindow = "3.99 s for livegenre-1"; // 172 frames of 512 samples at 22 050 Hz

    /// <summary>Checks that the hop, rounded to whole frames, fits the model's window.</summary>
    /// <exception cref="SettingsException">It does not.</exception>
    public static void Check(WindowingOptions options, ModelManifest manifest)
    {
        var frontEnd = manifest.FrontEnd.ToParameters();
        if (WindowShape.For(manifest, options.Hop).HopFrames > manifest.AnalysisWindow.Frames)
        {
            var window = (double)manifest.AnalysisWindow.Frames * frontEnd.HopLength / frontEnd.SampleRateHz;
            throw new SettingsException([string.Create(CultureInfo.InvariantCulture,
                $"{LiveGenreOptions.Section}:Windowing:Hop = \"{options.Hop:c}\" is not allowed; {AllowedTimes}, {window:0.00} s for {manifest.Id}.")]);
        }
    }
}
