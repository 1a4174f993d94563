using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Daemon.Configuration;

/// <summary>What must hold between the settings and the model.</summary>
public static class WindowingRules
{
    /// <summary>Checks that the hop fits the model's window.</summary>
    /// <exception cref="SettingsException">It does not.</exception>
    public static void Check(WindowingOptions options, ModelManifest manifest)
    {
        var frontEnd = manifest.FrontEnd.ToParameters();
        var window = TimeSpan.FromSeconds((double)manifest.AnalysisWindow.Frames * frontEnd.HopLength / frontEnd.SampleRateHz);
        if (options.Hop > window)
        {
            throw new SettingsException([
                $"{LiveGenreOptions.Section}:Windowing:Hop = \"{options.Hop:c}\" is longer than the window of model {manifest.Id} ({window.TotalSeconds:0.00} s), so that audio between windows would never be heard; 00:00:00.25 to the window's length are allowed."]);
        }
    }
}
