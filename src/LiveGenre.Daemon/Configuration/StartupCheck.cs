using System.Globalization;
using System.Runtime.CompilerServices;
using LiveGenre.Capture;
using LiveGenre.Daemon.Access;
using LiveGenre.Daemon.Administration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Runtime;

namespace LiveGenre.Daemon.Configuration;

/// <summary>Tries what a start needs (the model, every source, the data folder, the store of history, the ports) without starting.</summary>
public static class StartupCheck
{
    private const string Root = LiveGenreOptions.Section;

    /// <summary>Sources tried at once.</summary>
    private const int SourcesAtOnce = 8;

    /// <summary>Checks whatever has nothing wrong in its own settings; each outcome as it is known, in a fixed order.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="errors">What is wrong with them.</param>
    /// <param name="cancellation">Ends the checks.</param>
    public static async IAsyncEnumerable<StartupCheckResult> RunAsync(
        LiveGenreOptions options, SettingsErrors errors, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (errors.AreRight($"{Root}:Model:Path"))
        {
            foreach (var model in await Task.Run(() => CheckModel(options, errors), cancellation))
            {
                yield return model;
            }
        }
        using var places = new SemaphoreSlim(SourcesAtOnce);
        var sources = options.Sources.Where((_, index) => errors.AreRight($"{Root}:Sources:{index}")).Select(async source =>
        {
            await places.WaitAsync(cancellation);
            try
            {
                return await StartupCheckSource.RunAsync(source, cancellation);
            }
            finally
            {
                places.Release();
            }
        }).ToList();
        foreach (var source in sources)
        {
            yield return await source;
        }
        var folder = CheckFolder(options);
        yield return folder;
        var isInFolder = options.History is { Store: HistoryStoreKind.Sqlite, ConnectionString.IsEmpty: true };
        if (errors.AreRight($"{Root}:History") && (folder.IsOk || !isInFolder))
        {
            yield return await StartupCheckHistory.RunAsync(options, cancellation);
        }
        foreach (var result in CheckRest(options, errors))
        {
            yield return result;
        }
    }

    private static IEnumerable<StartupCheckResult> CheckRest(LiveGenreOptions options, SettingsErrors errors) =>
    [
        .. errors.AreRight($"{Root}:Alerts") ? StartupCheckAlerts.Run(options.Alerts) : [],
        .. StartupCheckPort.Run(options.Serving, errors),
        .. errors.AreRight($"{Root}:Access", $"{Root}:Serving:PageUrl", $"{Root}:Serving:GrpcUrl", $"{Root}:Serving:Certificate") ? CheckAccess(options) : [],
    ];

    /// <summary>Opens a file, and closes it: what is missing or no audio now will not become any by waiting.</summary>
    /// <param name="file">A source whose address is that of a file.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="AudioSourceException">It cannot be listened to as its settings ask; the message says why.</exception>
    public static async Task RequireFileAsync(SourceOptions file, CancellationToken cancellation)
    {
        await using var capture = await SourceOpening.Open(file, realTime: false).OpenAsync(cancellation);
        UsableFormat.Require(capture.Format, file.Channel, file.Address);
    }

    private static StartupCheckResult CheckFolder(LiveGenreOptions options)
    {
        const string key = Root + ":DataFolder";
        try
        {
            foreach (var made in DataFolder.Create(options))
            {
                Directory.Delete(made);
            }
            return StartupCheckResult.Ok("folder", key, DataFolder.Find(options));
        }
        catch (SettingsException error)
        {
            return StartupCheckResult.Failed("folder", key, error.Message);
        }
    }

    private static IEnumerable<StartupCheckResult> CheckAccess(LiveGenreOptions options)
    {
        const string key = Root + ":Access";
        try
        {
            using var state = new StateFile(DataFolder.Find(options));
            var tokens = options.Access.Tokens.Count + TokenFile.Read(TokenFile.PathIn(DataFolder.Find(options))).Count;
            ServerCertificate.Load(options, TimeProvider.System);
            var warnings = AccessWarnings.Of(options, tokens > 0);
            return warnings.Count > 0
                ? warnings.Select(warning => StartupCheckResult.Ok("access", key, "warning: " + warning))
                : [StartupCheckResult.Ok("access", key, tokens > 0 ? $"{tokens} tokens" : "everything is allowed, and only from this machine")];
        }
        catch (SettingsException error)
        {
            return error.Errors.Select(message => StartupCheckResult.Failed("access", key, message)).ToList();
        }
    }

    /// <summary>The model that a start begins with: the one that was chosen while the daemon ran, where it can be used; else the configured one.</summary>
    private static IReadOnlyList<StartupCheckResult> CheckModel(LiveGenreOptions options, SettingsErrors errors)
    {
        StartupCheckResult? passedOver = null;
        if ((errors.AreRight($"{Root}:DataFolder") ? ReadChosen(options) : null) is { } chosen)
        {
            var outcomes = CheckModel(chosen.Id, () => StartingModel.FindChosen(options, chosen), options, errors);
            var failures = outcomes.Where(outcome => !outcome.IsOk).Select(outcome => outcome.Detail).ToList();
            if (failures.Count == 0)
            {
                return [.. outcomes.Select(outcome => outcome with { Detail = $"chosen while the daemon ran, instead of {options.Model.Path}; {outcome.Detail}" })];
            }
            passedOver = StartupCheckResult.Ok("model", chosen.Id,
                $"warning: chosen while the daemon ran, and cannot be used; the configured one classifies. {string.Join(" ", failures)}");
        }
        var configured = CheckModel(options.Model.Path, () => ModelFolder.Find(options.Model.Path), options, errors);
        return passedOver is null ? configured : [passedOver, .. configured];
    }

    private static SavedModel? ReadChosen(LiveGenreOptions options)
    {
        try
        {
            using var state = new StateFile(DataFolder.Find(options));
            return state.Current.Model is { } chosen && chosen.InsteadOf == options.Model.Path ? chosen : null;
        }
        catch (SettingsException)
        {
            return null; // the check of access says what is wrong with the file
        }
    }

    /// <summary>One outcome for the bundle, after one for each setting that does not fit it.</summary>
    private static IReadOnlyList<StartupCheckResult> CheckModel(string name, Func<string> find, LiveGenreOptions options, SettingsErrors errors)
    {
        var misfits = new List<StartupCheckResult>();
        try
        {
            var bundle = ModelBundle.Load(find());
            misfits.AddRange(Misfits(options, bundle.Manifest, errors).Select(misfit => StartupCheckResult.Failed("model", name, misfit)));
            var golden = bundle.Verify();
            return
            [
                .. misfits,
                StartupCheckResult.Ok("model", bundle.Manifest.Id, string.Create(CultureInfo.InvariantCulture,
                    $"{bundle.Manifest.GenreHead.Labels.Count} genres; {golden.Sum(g => g.WindowCount)} golden windows agree with training (mel within {golden.Max(g => g.MelDeviation):0.0e0} σ, posteriors within {golden.Max(g => g.PosteriorDeviation):0.0e0})")),
            ];
        }
        catch (Exception error) when (error is ModelFormatException or OnnxRuntimeException)
        {
            return [.. misfits, StartupCheckResult.Failed("model", name, error.Message)];
        }
    }

    /// <summary>Every setting that does not fit a model; rules that need settings which are wrong already are left out.</summary>
    private static IReadOnlyList<string> Misfits(LiveGenreOptions options, ModelManifest manifest, SettingsErrors errors)
    {
        var windowing = errors.AreRight($"{Root}:Windowing") ? ErrorsOf(() => WindowingRules.Check(options.Windowing, manifest)) : [];
        if (!errors.AreRight($"{Root}:Labels", $"{Root}:Sources"))
        {
            return windowing; // what genres are called is not known
        }
        if (ErrorsOf(() => LabelRules.Check(options, manifest)) is { Count: > 0 } labels)
        {
            return [.. windowing, .. labels]; // nor is it here
        }
        var names = LabelRules.NamesIn(options, manifest);
        return
        [
            .. windowing,
            .. errors.AreRight($"{Root}:Alerts") ? ErrorsOf(() => AlertSettingsRules.CheckFormats(options.Alerts, names, manifest.Id)) : [],
            .. errors.AreRight($"{Root}:Format") ? ErrorsOf(() => FormatRules.CheckLabels(options, names, manifest.Id)) : [],
        ];
    }

    private static IReadOnlyList<string> ErrorsOf(Action check)
    {
        try
        {
            check();
            return [];
        }
        catch (SettingsException error)
        {
            return error.Errors;
        }
    }
}
