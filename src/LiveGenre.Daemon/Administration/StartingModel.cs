using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Classification;
using LiveGenre.Onnx.Runtime;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Administration;

/// <summary>The model that a start begins with: the one that was chosen while the daemon ran, unless the setting was changed since; else the configured one.</summary>
internal static class StartingModel
{
    /// <summary>Opens it. A chosen one that cannot be used any more is passed over: the station goes on being heard.</summary>
    /// <param name="options">All settings.</param>
    /// <param name="chosen">What the state file says.</param>
    /// <param name="remark">What to log about the choice; null for nothing.</param>
    /// <exception cref="ModelFormatException">The configured one cannot be used.</exception>
    /// <exception cref="SettingsException">A setting does not fit it.</exception>
    public static ServedModel Open(LiveGenreOptions options, SavedModel? chosen, out Action<ILogger>? remark)
    {
        remark = null;
        var configured = Configured(options);
        if (chosen is not null && chosen.InsteadOf != options.Model.Path)
        {
            remark = logger => logger.ChosenModelIsOverruled(chosen.Id);
        }
        else if (chosen is not null)
        {
            try
            {
                var folder = FindChosen(options, chosen);
                if (folder != configured)
                {
                    remark = logger => logger.ChosenModelHolds(chosen.Id, options.Model.Path);
                }
                return OpenWarm(folder, options);
            }
            catch (Exception error) when (error is ModelFormatException or OnnxRuntimeException or SettingsException)
            {
                remark = logger => logger.ChosenModelFails(chosen.Id, error.Message);
            }
        }
        return OpenWarm(configured, options);
    }

    /// <summary>The folder of the chosen model.</summary>
    /// <exception cref="ModelFormatException">It is no longer beside the configured one.</exception>
    public static string FindChosen(LiveGenreOptions options, SavedModel chosen) =>
        ModelFolder.FindById(Path.GetDirectoryName(Configured(options))!, chosen.Id)
        ?? throw new ModelFormatException(chosen.Id, ["it is no longer in the models folder."]);

    private static string Configured(LiveGenreOptions options) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(ModelFolder.Find(options.Model.Path)));

    private static ServedModel OpenWarm(string folder, LiveGenreOptions options)
    {
        var model = ServedModel.Open(ModelBundle.Load(folder), options);
        try
        {
            model.WarmUp();
            return model;
        }
        catch (Exception error)
        {
            model.Dispose();
            if (error is ModelOutputException)
            {
                throw new ModelFormatException(folder, [error.Message], error);
            }
            throw;
        }
    }
}
