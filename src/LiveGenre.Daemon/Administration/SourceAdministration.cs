using LiveGenre.Capture;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Reports;
using LiveGenre.Daemon.Serving;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Administration;

/// <summary>Sources that come, change and go while the daemon runs, and are there again after the next start.</summary>
internal sealed class SourceAdministration(
    StateFile state, SourceSet sources, LiveModel model, LivePipeline pipeline, LiveGenreOptions options, ILogger<SourceAdministration> logger)
{
    /// <summary>
    /// Takes up the sources of earlier runs. The configuration's stand first: one of the same id is left in the file and
    /// not listened to, and neither is one that could not be added any more. Both are logged.
    /// </summary>
    public void AddSaved()
    {
        if (!options.Administration.UseSavedSources)
        {
            return;
        }
        foreach (var saved in state.Current.Sources)
        {
            if (sources.Find(saved.Id) is not null)
            {
                logger.SavedSourceIsConfigured(saved.Id, state.Path);
                continue;
            }
            try
            {
                SourceSettingsRules.Read(saved.ToMessage(), options.Administration.AllowFileSources);
                sources.Add(Make(saved));
            }
            catch (RpcException error)
            {
                logger.SavedSourceFails(saved.Id, state.Path, error.Status.Detail);
            }
        }
    }

    /// <summary>Answers AddSource.</summary>
    public async Task<Source> AddAsync(SourceSettings settings, CancellationToken cancellation)
    {
        var asked = Read(settings);
        using var turn = await state.EnterAsync(cancellation);
        if (sources.Find(asked.Id) is not null || state.Current.Sources.Any(s => s.Id == asked.Id))
        {
            throw AdminErrors.SourceExists(asked.Id);
        }
        var source = Make(asked);
        await ChangeAsync([.. state.Current.Sources, asked], () => pipeline.AddAsync(source));
        logger.SourceAdded(asked.Id, source.Audio.Address);
        return source.Feed.GetSnapshot().Source;
    }

    /// <summary>Answers UpdateSource.</summary>
    public async Task<Source> UpdateAsync(SourceSettings settings, CancellationToken cancellation)
    {
        using var turn = await state.EnterAsync(cancellation);
        var (old, saved) = RequireSaved(settings.SourceId);
        if (settings.Address == AddressSecrets.Redact(saved.Address))
        {
            settings = new SourceSettings(settings) { Address = saved.Address };
        }
        var asked = Read(settings);
        var wanted = asked.ToOptions(options.Administration.StreamReach);
        IReadOnlyList<SavedSource> after = [.. state.Current.Sources.Select(s => s.Id == asked.Id ? asked : s)];
        if (asked.IsHeardAs(saved) && !old.Drained.IsCompleted)
        {
            state.Save(state.Current with { Sources = after });
            old.GoOnUnder(wanted);
        }
        else
        {
            var audio = Try(asked, () => sources.MakeAudio(wanted));
            await ChangeAsync(after, () => pipeline.ReplaceAsync(old, wanted, audio));
        }
        logger.SourceChanged(asked.Id, AddressSecrets.Redact(asked.Address));
        return old.Feed.GetSnapshot().Source;
    }

    /// <summary>Answers RemoveSource.</summary>
    public async Task RemoveAsync(string id, CancellationToken cancellation)
    {
        using var turn = await state.EnterAsync(cancellation);
        var (source, _) = RequireSaved(id);
        state.Save(state.Current with { Sources = [.. state.Current.Sources.Where(s => s.Id != id)] });
        await pipeline.RemoveAsync(source);
        logger.SourceRemoved(id);
    }

    /// <summary>Answers GetSourceSettings.</summary>
    public GetSourceSettingsResponse GetSettings(string id)
    {
        var source = Require(id).Options;
        var settings = new SourceSettings
        {
            SourceId = source.Id,
            DisplayName = source.Name,
            Address = AddressSecrets.Redact(source.Address),
            Loop = source.Loop,
            TimeZone = source.TimeZone,
            Labels = { source.Labels.ToDictionary() },
            Targets = { (source.Format?.Targets ?? []).Select(target => target.ToMessage()) },
        };
        if (source.Channel is { } channel)
        {
            settings.Channel = (uint)channel;
        }
        return new()
        {
            Settings = settings,
            FromConfiguration = IsConfigured(source),
            DayParts = { StationFormat.Of(options, source).DayParts.Select(part => part.Name).Distinct() },
        };
    }

    private SavedSource Read(SourceSettings settings)
    {
        var asked = SourceSettingsRules.Read(settings, options.Administration.AllowFileSources);
        SourceSettingsRules.CheckFormat(asked, options, model.Current.Manifest);
        return asked;
    }

    private MonitoredSource Make(SavedSource asked) => Try(asked, () => sources.Make(asked.ToOptions(options.Administration.StreamReach)));

    private bool IsConfigured(SourceOptions source) => options.Sources.Contains(source);

    private MonitoredSource Require(string id) =>
        sources.Find(id) ?? throw RequestErrors.UnknownSource(id, sources.All.Select(s => s.Id));

    private (MonitoredSource Source, SavedSource Saved) RequireSaved(string id)
    {
        var source = Require(id);
        return IsConfigured(source.Options)
            ? throw AdminErrors.SourceIsConfigured(id)
            : (source, state.Current.Sources.First(s => s.Id == id));
    }

    private static T Try<T>(SavedSource asked, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception error) when (error is ArgumentException or AudioSourceException)
        {
            throw RequestErrors.Invalid("settings.address", AddressSecrets.Redact(asked.Address), error.Message.TrimEnd('.'), "address");
        }
    }

    /// <summary>Saves first: what cannot be kept is not changed.</summary>
    private async Task ChangeAsync(IReadOnlyList<SavedSource> after, Func<Task> change)
    {
        var before = state.Current;
        state.Save(before with { Sources = after });
        try
        {
            await change();
        }
        catch (InvalidOperationException)
        {
            state.Save(before);
            throw AdminErrors.ShuttingDown();
        }
    }
}
