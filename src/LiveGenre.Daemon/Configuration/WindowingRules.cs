using System.Globalization;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Daemon.Configuration;

/// <summary>What must hold between the settings and the model.</summary>
public static class WindowingRules
{
    /// <summary>Which hops are allowed; a longer one would leave audio between windows that is never heard.</summary>
    internal const string AllowedHop = "a time (hh:mm:ss, or seconds in --hop) from 00:00:00.25 to the length of the model's window";

    /// <summary>Checks that the hop, rounded to whole frames, fits the model's window.</summary>
    /// <exception cref="SettingsException">It does not.</exception>
    public static void Check(WindowingOptions options, ModelManifest manifest)
    {
        var frontEnd = manifest.FrontEnd.ToParameters();
        if (WindowShape.For(manifest, options.Hop).HopFrames > manifest.AnalysisWindow.Frames)
        {
            var window = (double)manifest.AnalysisWindow.Frames * frontEnd.HopLength / frontEnd.SampleRateHz;
            throw new SettingsException([string.Create(CultureInfo.InvariantCulture,
                $"{LiveGenreOptions.Section}:Windowing:Hop = \"{options.Hop:c}\" is not allowed; {AllowedHop}, {window:0.00} s for {manifest.Id}.")]);
        }
    }
}
