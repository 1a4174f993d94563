using Grpc.Health.V1;
using LiveGenre.Daemon.Administration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.DependencyInjection;
using Event = LiveGenre.Protocol.V1.WatchGenreResponse.EventOneofCase;

namespace LiveGenre.Daemon.Tests.Administration;

public sealed class AdministrationTests
{
    private static readonly Method<HealthCheckRequest, HealthCheckResponse> CheckHealth =
        Method.Create<HealthCheckRequest, HealthCheckResponse>(HealthReflection.Descriptor.Services[0], "Check");

    [Fact]
    public async Task Sources_AddedChangedAndRemoved_AreHeardToldAndGone()
    {
        await using var daemon = await new AdministeredDaemon().StartAsync();
        var added = await daemon.AskAsync(AdminMethods.AddSource, new AddSourceRequest { Settings = daemon.Playing("web") });
        Assert.Equal(("web", "livegenre-1"), (added.Source.SourceId, added.Source.ModelId));
        using var watch = daemon.Watch("web");
        var before = await AdministeredDaemon.UntilAsync(watch, r => r.EventCase == Event.Window);

        var changed = daemon.Playing("web");
        changed.DisplayName = "Web stream";
        changed.Labels.Add("hiphop", "Urban");
        await daemon.AskAsync(AdminMethods.UpdateSource, new UpdateSourceRequest { Settings = changed });

        var told = await AdministeredDaemon.UntilAsync(watch, r => r.EventCase == Event.Snapshot && r.Snapshot.Source.DisplayName == "Web stream");
        var after = await AdministeredDaemon.UntilAsync(watch, r => r.EventCase == Event.Window);
        Assert.True(after.Sequence > told.Sequence && told.Sequence > before.Sequence);
        Assert.True(after.Window.WindowStartTime.ToDateTime() >= before.Window.WindowEndTime.ToDateTime());
        Assert.Equal(0u, (await daemon.AskAsync(GenreMethods.GetSource, new() { SourceId = "web" })).Source.ReconnectCount); // it was never lost

        await daemon.AskAsync(AdminMethods.RemoveSource, new RemoveSourceRequest { SourceId = "web" });

        var end = await Assert.ThrowsAsync<RpcException>(() => AdministeredDaemon.UntilAsync(watch, _ => false));
        Assert.Equal((StatusCode.NotFound, "There is no source 'web'; there are: fm."), (end.StatusCode, end.Status.Detail));
        Assert.Equal(StatusCode.NotFound, (await daemon.RefusesAsync(CheckHealth, new() { Service = SourceHealth.ServiceName("web") })).StatusCode);
        Assert.Equal("fm", Assert.Single((await daemon.AskAsync(GenreMethods.ListSources, new())).Sources).SourceId);
    }

    [Fact]
    public async Task UpdateSource_NameZoneAndTargetsAlone_BreaksNothingThatIsHeard()
    {
        await using var daemon = await new AdministeredDaemon().StartAsync();
        var settings = daemon.Playing("web");
        await daemon.AskAsync(AdminMethods.AddSource, new AddSourceRequest { Settings = settings });
        using var watch = daemon.Watch("web");
        var before = await AdministeredDaemon.UntilAsync(watch, r => r.EventCase == Event.Window);

        (settings.DisplayName, settings.TimeZone) = ("Web stream", "Europe/Vienna");
        settings.Targets.Add(new SourceTarget { Label = "jazz", Share = 0.5, Tolerance = 0.1 });
        var updated = await daemon.AskAsync(AdminMethods.UpdateSource, new UpdateSourceRequest { Settings = settings });

        Assert.Equal("Web stream", updated.Source.DisplayName);
        var seen = new List<WatchGenreResponse>();
        await AdministeredDaemon.UntilAsync(watch, r =>
        {
            seen.Add(r);
            return r.EventCase == Event.Window && seen.Count(s => s.EventCase == Event.Window) == 2;
        });
        Assert.Equal("Web stream", Assert.Single(seen, r => r.EventCase == Event.Snapshot).Snapshot.Source.DisplayName);
        Assert.DoesNotContain(seen, r => r.EventCase is Event.SourceState or Event.Gap);
        var starts = seen.Where(r => r.EventCase == Event.Window).Prepend(before).Select(r => r.Window.WindowStartTime.ToDateTime()).ToList();
        Assert.All(starts.Zip(starts.Skip(1)), pair => Assert.Equal(0.255, (pair.Second - pair.First).TotalSeconds, 0.01)); // each hop has its window
        var report = await daemon.AskAsync(HistoryMethods.GetReport, new GetReportRequest { SourceId = "web", Period = Period.Day, DayCount = 1 });
        Assert.Equal(("Europe/Vienna", "jazz 50 ± 10 %"), (report.TimeZone, Assert.Single(report.Total.Targets).Target));
    }

    [Fact]
    public async Task Sources_AfterARestart_AreThoseThatWereAddedAndNotRemoved()
    {
        await using var daemon = await new AdministeredDaemon().StartAsync();
        await daemon.AskAsync(AdminMethods.AddSource, new AddSourceRequest { Settings = daemon.Playing("web") });
        await daemon.AskAsync(AdminMethods.AddSource, new AddSourceRequest { Settings = daemon.Playing("am") });
        await daemon.AskAsync(AdminMethods.RemoveSource, new RemoveSourceRequest { SourceId = "am" });
        await daemon.StopAsync();

        await daemon.StartAsync();

        var sources = await daemon.AskAsync(GenreMethods.ListSources, new());
        Assert.Equal(["fm", "web"], sources.Sources.Select(s => s.SourceId));
    }

    [Fact]
    public async Task UpdateSource_NamesAndTargets_AreInTheReportAndThereAfterARestart()
    {
        await using var daemon = await new AdministeredDaemon().StartAsync();
        var settings = daemon.Playing("web");
        await daemon.AskAsync(AdminMethods.AddSource, new AddSourceRequest { Settings = settings });
        settings.Labels.Add("hiphop", "Urban");
        settings.Targets.Add(new SourceTarget { Label = "Urban", Share = 0.6, Tolerance = 0.05 });
        settings.Targets.Add(new SourceTarget { Activity = TargetActivity.Talk, Maximum = 0.15, DayPart = "Morning" });

        var updated = await daemon.AskAsync(AdminMethods.UpdateSource, new UpdateSourceRequest { Settings = settings });
        await daemon.StopAsync();
        await daemon.StartAsync();

        Assert.Contains("Urban", updated.Source.Labels);
        Assert.Contains("Urban", (await daemon.AskAsync(GenreMethods.GetSource, new GetSourceRequest { SourceId = "web" })).Source.Labels);
        var kept = await daemon.AskAsync(AdminMethods.GetSourceSettings, new GetSourceSettingsRequest { SourceId = "web" });
        Assert.Equal((settings, "Morning"), (kept.Settings, kept.DayParts[1]));
        var report = await daemon.AskAsync(HistoryMethods.GetReport, new GetReportRequest { SourceId = "web", Period = Period.Day, DayCount = 1 });
        Assert.Equal(["Urban 60 ± 5 %", "talk at most 15 % (Morning)"], report.Total.Targets.Select(t => t.Target));
    }

    [Fact]
    public async Task AddSource_WhileTheDaemonEnds_ChangesNothingAsItSays()
    {
        await using var daemon = await new AdministeredDaemon().StartAsync();
        await daemon.Services.GetRequiredService<LivePipeline>().StopAsync(CancellationToken.None);

        var error = await Assert.ThrowsAsync<RpcException>(
            () => daemon.Services.GetRequiredService<SourceAdministration>().AddAsync(daemon.Playing("web"), CancellationToken.None));

        Assert.Equal((StatusCode.Unavailable, "The daemon is shutting down; nothing was changed."), (error.StatusCode, error.Status.Detail));
        using var state = new StateFile(daemon.DataFolder);
        Assert.Empty(state.Current.Sources);
    }

    [Fact]
    public async Task SwapModel_WhoseGenresAreAllOneToASource_KeepsTheDaemonAlive()
    {
        await using var daemon = new AdministeredDaemon();
        var manifest = Path.Combine(daemon.CopyModel("station-1"), "manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"urban\"", "\"Music\"", StringComparison.Ordinal));
        await daemon.StartAsync();
        var settings = daemon.Playing("web");
        var genres = (await daemon.AskAsync(GenreMethods.GetSource, new())).Source.Labels;
        foreach (var genre in genres.Where(genre => genre != "hiphop"))
        {
            settings.Labels.Add(genre, "Music");
        }
        await daemon.AskAsync(AdminMethods.AddSource, new AddSourceRequest { Settings = settings });

        await daemon.AskAsync(AdminMethods.SwapModel, new SwapModelRequest { ModelId = "station-1" });

        using var watch = daemon.Watch("web");
        await AdministeredDaemon.UntilAsync(watch, r => r.EventCase == Event.Window);
        var labels = (await daemon.AskAsync(GenreMethods.GetSource, new() { SourceId = "web" })).Source.Labels;
        Assert.Contains("rock", labels); // a name for all of them would tell nothing apart
    }

    [Fact]
    public async Task Sources_SavedWhileFilesWereAllowed_AreNotHeardOnceTheyAreNot()
    {
        await using var daemon = await new AdministeredDaemon().StartAsync();
        await daemon.AskAsync(AdminMethods.AddSource, new AddSourceRequest { Settings = daemon.Playing("web") });
        await daemon.StopAsync();

        await daemon.With("Administration:AllowFileSources", "false").StartAsync();

        Assert.Equal("fm", Assert.Single((await daemon.AskAsync(GenreMethods.ListSources, new())).Sources).SourceId);
    }

    [Fact]
    public async Task AddSource_StreamBeyondTheReach_IsRefused()
    {
        await using var daemon = await new AdministeredDaemon().StartAsync();
        foreach (var address in new[]
        {
            "http://169.254.169.254/latest/meta-data/", "http://2852039166/latest/", "http://0xa9.0xfe.0xa9fe/", "http://[::ffff:169.254.169.254]/",
            "http://a:b@169.254.169.254/", "http://radio.example@[fd00:ec2::254]/", "rtsp://[fe80::1]/", "http://radio.example\\@169.254.169.254/",
            "udp://0.0.0.0:9000?fifo_size=2000000000", "srt://radio.example:9000?latency=20&maxbw=1",
        })
        {
            var error = await daemon.RefusesAsync(AdminMethods.AddSource, new() { Settings = new() { SourceId = "web", Address = address } });

            Assert.Equal((address, StatusCode.InvalidArgument), (address, error.StatusCode));
            Assert.Contains("LiveGenre:Administration:StreamReach = Private does not allow", error.Status.Detail, StringComparison.Ordinal);
        }
        await daemon.StopAsync();
        await daemon.With("Administration:StreamReach", "Public").StartAsync();
        var own = await daemon.RefusesAsync(AdminMethods.AddSource, new() { Settings = new() { SourceId = "web", Address = "http://127.0.0.1:5080/metrics" } });
        Assert.Contains("StreamReach = Public does not allow", own.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sources_WhatCannotBe_IsRefusedWithTheReason()
    {
        await using var daemon = await new AdministeredDaemon().With("Administration:AllowFileSources", "false").StartAsync();

        var taken = await daemon.RefusesAsync(AdminMethods.AddSource, new() { Settings = new() { SourceId = "fm", Address = "pulse:x" } });
        var file = await daemon.RefusesAsync(AdminMethods.AddSource, new() { Settings = daemon.Playing("web") });
        var configured = await daemon.RefusesAsync(AdminMethods.RemoveSource, new() { SourceId = "fm" });
        var unknown = await daemon.RefusesAsync(AdminMethods.UpdateSource, new() { Settings = new() { SourceId = "am", Address = "pulse:x" } });

        Assert.Equal(
            [StatusCode.AlreadyExists, StatusCode.InvalidArgument, StatusCode.FailedPrecondition, StatusCode.NotFound],
            new[] { taken, file, configured, unknown }.Select(e => e.StatusCode));
        Assert.Equal("The id 'fm' is taken; choose another, or change that source with 'livegenre sources set'.", taken.Status.Detail);
        Assert.False(File.Exists(Path.Combine(daemon.DataFolder, StateFile.Name)));
    }

    [Fact]
    public async Task GetSourceSettings_AddressWithAPassword_KeepsItThroughAChangeAndNeverTellsIt()
    {
        await using var daemon = await new AdministeredDaemon().StartAsync();
        const string address = "http://user:hunter22@127.0.0.1:9/live";
        await daemon.AskAsync(AdminMethods.AddSource, new AddSourceRequest { Settings = new() { SourceId = "web", Address = address } });

        var known = await daemon.AskAsync(AdminMethods.GetSourceSettings, new() { SourceId = "web" });
        known.Settings.DisplayName = "Web";
        await daemon.AskAsync(AdminMethods.UpdateSource, new UpdateSourceRequest { Settings = known.Settings });

        Assert.False(known.FromConfiguration);
        Assert.DoesNotContain("hunter22", known.Settings.Address, StringComparison.Ordinal);
        using var state = new StateFile(daemon.DataFolder);
        Assert.Equal((address, "Web"), (state.Current.Sources[0].Address, state.Current.Sources[0].Name));
    }

    [Fact]
    public async Task WatchDevices_WithoutLevels_ListsThemAgainAndAgain()
    {
        await using var daemon = await new AdministeredDaemon().StartAsync();
        using var call = daemon.Calls.AsyncServerStreamingCall(
            AdminMethods.WatchDevices, new CallOptions().WithDeadline(DateTime.UtcNow + TimeSpan.FromMinutes(2)), new WatchDevicesRequest());

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.All(call.ResponseStream.Current.Devices, device => Assert.Null(device.Level));
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task SwapModel_WhileSourcesPlay_TellsTheNewLabelsInBandAndIsKept()
    {
        await using var daemon = new AdministeredDaemon();
        daemon.CopyModel("station-1");
        await daemon.StartAsync();
        using var watch = daemon.Watch("fm");
        var before = await AdministeredDaemon.UntilAsync(watch, r => r.EventCase == Event.Window);

        var swapped = await daemon.AskAsync(AdminMethods.SwapModel, new SwapModelRequest { ModelId = "station-1" });

        var told = await AdministeredDaemon.UntilAsync(watch, r => r.EventCase == Event.Snapshot && r.Sequence > before.Sequence);
        Assert.Equal(("station-1", "urban"), (told.Snapshot.Source.ModelId, told.Snapshot.Source.Labels[4]));
        Assert.Null(told.Snapshot.Window);
        var after = await AdministeredDaemon.UntilAsync(watch, r => r.EventCase == Event.Window);
        Assert.Equal(told.Snapshot.Source.Labels.Count, after.Window.Scores.Count);
        Assert.Equal((true, "station-1"), (swapped.Model.IsActive, swapped.Model.ModelId));

        await daemon.StopAsync();
        await daemon.StartAsync();
        Assert.Equal("station-1", (await daemon.AskAsync(GenreMethods.GetSource, new())).Source.ModelId);
        await daemon.StopAsync();
        daemon.CopyModel("station-2");
        await daemon.With("Model:Path", daemon.At("models/station-2/")).StartAsync(); // whoever changes the setting means it
        Assert.Equal("station-2", (await daemon.AskAsync(GenreMethods.GetSource, new())).Source.ModelId);
        var beside = (await daemon.AskAsync(AdminMethods.ListModels, new())).Models;
        Assert.Equal(["livegenre-1", "station-1", "station-2"], beside.Select(m => m.ModelId));
    }

    [Fact]
    public async Task SwapModel_ToTheOneAtWork_TakesWhatIsInItsFolderByNow()
    {
        await using var daemon = new AdministeredDaemon();
        var manifest = Path.Combine(daemon.CopyModel("station-1"), "manifest.json");
        await daemon.StartAsync();
        await daemon.AskAsync(AdminMethods.SwapModel, new SwapModelRequest { ModelId = "station-1" });
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"urban\"", "\"street\"", StringComparison.Ordinal)); // as a training does that writes there again

        var again = await daemon.AskAsync(AdminMethods.SwapModel, new SwapModelRequest { ModelId = "station-1" });

        Assert.Equal("street", again.Model.Labels[4]);
        Assert.Equal("street", (await daemon.AskAsync(GenreMethods.GetSource, new())).Source.Labels[4]);
    }

    [Fact]
    public async Task ListModels_CopyOfABundle_GoesByItsFoldersName()
    {
        await using var daemon = new AdministeredDaemon();
        daemon.CopyModel("station-1");
        Directory.Move(daemon.CopyModel("broken"), daemon.At("models/broken-station-1"));
        var manifest = daemon.At("models/broken-station-1/manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"broken\"", "\"station-1\"", StringComparison.Ordinal));
        File.WriteAllText(daemon.At("models/broken-station-1/model.onnx"), "no model");
        await daemon.StartAsync();

        var models = (await daemon.AskAsync(AdminMethods.ListModels, new())).Models;
        var swapped = await daemon.AskAsync(AdminMethods.SwapModel, new SwapModelRequest { ModelId = "station-1" });

        Assert.Equal([("broken-station-1", true), ("livegenre-1", false), ("station-1", false)], models.Select(m => (m.ModelId, m.Trouble.Length > 0)));
        Assert.Equal("station-1", swapped.Model.ModelId); // and not the copy, which stands before it
    }

    [Fact]
    public async Task ListModels_BundlesInFoldersOfOtherNames_EachHasANameOfItsOwnThatCanBeSwappedTo()
    {
        await using var daemon = new AdministeredDaemon();
        Directory.Move(daemon.CopyModel("station-1"), daemon.At("models/first"));
        Directory.Move(daemon.CopyModel("station-1"), daemon.At("models/second")); // its manifest says station-1 too
        Directory.Move(daemon.CopyModel("station-2"), daemon.At("models/renamed"));
        await daemon.StartAsync();

        var models = (await daemon.AskAsync(AdminMethods.ListModels, new())).Models;
        var copy = await daemon.AskAsync(AdminMethods.SwapModel, new SwapModelRequest { ModelId = "second" });
        var renamed = await daemon.AskAsync(AdminMethods.SwapModel, new SwapModelRequest { ModelId = "renamed" });
        var unclear = await daemon.RefusesAsync(AdminMethods.SwapModel, new() { ModelId = "station-1" });

        Assert.Equal(["first", "livegenre-1", "second", "station-2"], models.Select(m => m.ModelId));
        Assert.Equal(["second", "station-2"], new[] { copy, renamed }.Select(swapped => swapped.Model.ModelId));
        Assert.Contains("there are: first, livegenre-1, station-2, second.", unclear.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SwapModel_ToWhatCannotClassifyHere_ChangesNothing()
    {
        await using var daemon = new AdministeredDaemon();
        File.WriteAllText(Path.Combine(daemon.CopyModel("garbage"), "model.onnx"), "no model");
        var golden = Directory.GetFiles(Path.Combine(daemon.CopyModel("other-machine"), "golden"), "*.json")[0];
        File.WriteAllText(golden, File.ReadAllText(golden).Replace("0.", "0.5", StringComparison.Ordinal));
        var manifest = Path.Combine(daemon.CopyModel("other-ears"), "manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"clipBelowMaxDb\":80", "\"clipBelowMaxDb\":60", StringComparison.Ordinal));
        await daemon.StartAsync();

        var garbage = await daemon.RefusesAsync(AdminMethods.SwapModel, new() { ModelId = "garbage" });
        var otherMachine = await daemon.RefusesAsync(AdminMethods.SwapModel, new() { ModelId = "other-machine" });
        var otherEars = await daemon.RefusesAsync(AdminMethods.SwapModel, new() { ModelId = "other-ears" });
        var unknown = await daemon.RefusesAsync(AdminMethods.SwapModel, new() { ModelId = "../../etc" });

        Assert.Equal(
            [StatusCode.FailedPrecondition, StatusCode.FailedPrecondition, StatusCode.FailedPrecondition, StatusCode.NotFound],
            new[] { garbage, otherMachine, otherEars, unknown }.Select(e => e.StatusCode));
        Assert.Contains("SHA-256", garbage.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("golden", otherMachine.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("normalization.clipBelowMaxDb 60 instead of 80", otherEars.Status.Detail, StringComparison.Ordinal);
        using var watch = daemon.Watch("fm");
        await AdministeredDaemon.UntilAsync(watch, r => r.EventCase == Event.Window);
        Assert.Equal("livegenre-1", (await daemon.AskAsync(GenreMethods.GetSource, new())).Source.ModelId);
        var models = (await daemon.AskAsync(AdminMethods.ListModels, new())).Models;
        Assert.Equal(["garbage", "livegenre-1", "other-ears", "other-machine"], models.Select(m => m.ModelId));
        Assert.Equal([true, false, false, false], models.Select(m => m.Trouble.Length > 0));
    }
}
