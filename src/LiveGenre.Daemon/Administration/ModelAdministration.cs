using System.Globalization;
using System.Threading.Channels;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Hosting;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Classification;
using LiveGenre.Onnx.Runtime;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Administration;

/// <summary>The models that could classify, and the change from one to another while the daemon runs.</summary>
internal sealed class ModelAdministration(StateFile state, LiveModel live, LiveGenreOptions options, ILogger<ModelAdministration> logger) : IDisposable
{
    private readonly ModelThread _thread = new();

    private string Folder => Path.GetDirectoryName(live.Current.Bundle!.Directory)!;

    /// <summary>Answers ListModels: every bundle beside the one that runs, by id. A broken one is listed with what is wrong with it.</summary>
    public Task<List<Model>> ListAsync(CancellationToken cancellation) => Task.Run(
        () => ModelFolder.Bundles(Folder).Select(Describe).OrderBy(m => m.ModelId, StringComparer.Ordinal).ToList(), cancellation);

    /// <summary>Answers SwapModel.</summary>
    public async Task<Model> SwapAsync(string id, CancellationToken cancellation)
    {
        using var turn = await state.EnterAsync(cancellation);
        try
        {
            return await SwapInTurnAsync(id, cancellation);
        }
        finally
        {
            // Checking a model takes tens of megabytes, which nothing else would ask back for hours.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
            NativeHeap.GiveBack();
        }
    }

    public void Dispose() => _thread.Dispose();

    private async Task<Model> SwapInTurnAsync(string id, CancellationToken cancellation)
    {
        var folder = ModelFolder.FindById(Folder, id) ?? throw AdminErrors.UnknownModel(id, ModelFolder.Bundles(Folder).Select(ModelFolder.IdOf));
        if (folder == live.Current.Bundle!.Directory && !live.Current.Bundle.IsReplaced())
        {
            return Describe(folder);
        }
        id = ModelFolder.IdOf(folder);
        var next = await _thread.RunAsync(() => Prepare(id, folder));
        var before = state.Current;
        try
        {
            state.Save(before with { Model = new SavedModel(id, options.Model.Path) });
            await live.SwapAsync(next, cancellation);
        }
        catch (Exception error)
        {
            next.Dispose();
            if (error is ChannelClosedException or OperationCanceledException)
            {
                state.Save(before);
            }
            throw error is ChannelClosedException ? AdminErrors.ShuttingDown() : error;
        }
        logger.ModelSwapped(id, next.Manifest.GenreHead.Labels.Count);
        return Describe(folder);
    }

    /// <summary>Everything that could be wrong is found here, before anything changes: the files, the golden vectors, one run of the very session that is to serve.</summary>
    private ServedModel Prepare(string id, string folder)
    {
        ServedModel? next = null;
        try
        {
            var bundle = ModelBundle.Load(folder);
            var differences = Differences(live.Current.Manifest, bundle.Manifest).ToList();
            if (differences.Count > 0)
            {
                throw AdminErrors.UnusableModel(id,
                    $"It is given sound in another form ({string.Join(", ", differences)}), which needs a restart: set {LiveGenreOptions.Section}:Model:Path to its folder.");
            }
            bundle.Verify();
            next = ServedModel.Open(bundle, options);
            next.WarmUp();
            return next;
        }
        catch (Exception error) when (error is ModelFormatException or OnnxRuntimeException or ModelOutputException or SettingsException)
        {
            next?.Dispose();
            throw AdminErrors.UnusableModel(id, error.Message);
        }
    }

    private static IEnumerable<string> Differences(ModelManifest running, ModelManifest next) =>
    [
        .. Differences("frontEnd", running.FrontEnd, next.FrontEnd),
        .. Differences("normalization", running.Normalization, next.Normalization),
        .. running.AnalysisWindow.Frames == next.AnalysisWindow.Frames ? Array.Empty<string>()
            : [$"analysisWindow.frames {next.AnalysisWindow.Frames} instead of {running.AnalysisWindow.Frames}"],
    ];

    private static IEnumerable<string> Differences<T>(string section, T running, T next) =>
        from property in typeof(T).GetProperties()
        let values = (Running: property.GetValue(running), Next: property.GetValue(next))
        where !Equals(values.Running, values.Next)
        select string.Create(CultureInfo.InvariantCulture,
            $"{section}.{char.ToLowerInvariant(property.Name[0])}{property.Name[1..]} {values.Next} instead of {values.Running}");

    private Model Describe(string folder)
    {
        try
        {
            var isActive = folder == live.Current.Bundle!.Directory;
            var manifest = isActive ? live.Current.Manifest : ModelBundle.Load(folder).Manifest;
            return new() { ModelId = ModelFolder.IdOf(folder), Description = manifest.Description, IsActive = isActive, Labels = { manifest.GenreHead.Labels } };
        }
        catch (Exception error) when (error is ModelFormatException or OnnxRuntimeException)
        {
            return new() { ModelId = ModelFolder.IdOf(folder), Trouble = error.Message };
        }
    }
}
