using System.Diagnostics.Metrics;
using Grpc.Health.V1;
using LiveGenre.Capture;
using LiveGenre.Daemon.Access;
using LiveGenre.Daemon.Administration;
using LiveGenre.Daemon.Alerts;
using LiveGenre.Daemon.Alerts.Delivery;
using LiveGenre.Daemon.Alerts.Rules;
using LiveGenre.Daemon.Alerts.Storage;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Devices;
using LiveGenre.Daemon.Evidence;
using LiveGenre.Daemon.History;
using LiveGenre.Daemon.Hosting;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Reports;
using LiveGenre.Daemon.Serving;
using LiveGenre.Daemon.Serving.Limits;
using LiveGenre.Daemon.SoundPictures;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Grpc.Health;
using LiveGenre.Grpc.Server;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Protocol.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Metrics;

namespace LiveGenre.Daemon;

/// <summary>Builds the daemon from its settings. Everything that can be wrong with them is found before anything starts.</summary>
public static class DaemonHost
{
    /// <summary>The daemon, ready to run.</summary>
    /// <param name="configuration">Where settings and logging levels come from.</param>
    /// <param name="options">The settings, read and checked.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="SettingsException">A source's address is malformed.</exception>
    /// <exception cref="ModelFormatException">The model cannot be used.</exception>
    public static WebApplication Build(IConfiguration configuration, LiveGenreOptions options, TimeProvider time) =>
        Build(configuration, options, SourceOpening.Open, time);

    /// <inheritdoc cref="Build(IConfiguration, LiveGenreOptions, TimeProvider)"/>
    /// <param name="configuration">Where settings and logging levels come from.</param>
    /// <param name="options">The settings, read and checked.</param>
    /// <param name="open">What makes a source from its settings.</param>
    /// <param name="time">The clock.</param>
    internal static WebApplication Build(
        IConfiguration configuration, LiveGenreOptions options, Func<SourceOptions, IAudioSource> open, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(configuration);
        // Said again: the slim builder chooses its own formatter whatever the settings say.
        builder.Logging.AddConsole(console => console.FormatterName = configuration["Logging:Console:FormatterName"] ?? LogLines.FormatterName);
        builder.Logging.AddConsoleFormatter<LogLines, ConsoleFormatterOptions>();
        builder.Services.PostConfigure<JsonConsoleFormatterOptions>(json => json.TimestampFormat = json.TimestampFormat?.TrimEnd()); // the space is for lines
        var certificate = ServerCertificate.Load(options, time);
        builder.WebHost.ConfigureKestrel(kestrel => ServerListeners.Configure(kestrel, options.Serving, certificate));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Serving.DrainTimeout * 2);

        DataFolder.Create(options);
        var state = new StateFile(DataFolder.Find(options));
        var model = StartingModel.Open(options, state.Current.Model, out var remark);
        AlertSettingsRules.CheckFormats(options.Alerts, LabelRules.NamesIn(options, model.Manifest), model.Manifest.Id);
        FormatRules.CheckLabels(options, LabelRules.NamesIn(options, model.Manifest), model.Manifest.Id);
        AddHistory(builder.Services, options, time);
        AddPipeline(builder.Services, options, model, open, time);
        AddEvidence(builder.Services, options);
        AddServing(builder.Services, options);
        AddAlerts(builder.Services, options);
        AddAdministration(builder.Services, state);
        AddTelemetry(builder.Services, options.Telemetry, options.Sources.Count + state.Current.Sources.Count);
        AddServiceManager(builder.Services);

        var app = builder.Build();
        app.Services.GetService<ExportTrouble>(); // before what it listens to
        app.Services.GetRequiredService<MeterProvider>(); // instruments are listened to from now on
        app.Services.GetRequiredService<SourceSet>().AddConfigured();
        app.Services.GetRequiredService<SourceAdministration>().AddSaved();
        app.Services.GetRequiredService<AccessPolicy>(); // reads the tokens
        remark?.Invoke(app.Services.GetRequiredService<ILogger<LivePipeline>>());
        app.UseMiddleware<RequestLimit>();
        app.UseMiddleware<PageHeaders>();
        app.UseMiddleware<PageAddresses>();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        // After the files: gRPC's answer to unknown methods takes every path of two parts.
        app.UseRouting();
        StatusEndpoints.Map(app);
        app.MapGrpcService(app.Services.GetRequiredService<GenreService>().Definition);
        app.MapGrpcService(app.Services.GetRequiredService<EvidenceCalls>().Definition);
        app.MapGrpcService(app.Services.GetRequiredService<AlertService>().Definition);
        app.MapGrpcService(app.Services.GetRequiredService<HistoryService>().Definition);
        app.MapGrpcService(app.Services.GetRequiredService<AdminService>().Definition);
        app.MapGrpcHealthService(app.Services.GetRequiredService<HealthService>());
        app.MapGrpcReflectionService(
        [
            .. LivegenreReflection.Descriptor.Services, .. AlertsReflection.Descriptor.Services, .. HistoryReflection.Descriptor.Services,
            .. AdminReflection.Descriptor.Services, .. HealthReflection.Descriptor.Services,
        ]);
        return app;
    }

    /// <summary>Builds, starts and runs the daemon until it is asked to stop.</summary>
    /// <param name="configuration">Where settings and logging levels come from.</param>
    /// <param name="options">The settings, read and checked.</param>
    /// <param name="time">The clock.</param>
    /// <param name="exitAtEnd">Whether it stops by itself when every source has ended.</param>
    /// <param name="started">Told where the page and gRPC are served, in this order, once they are.</param>
    /// <param name="cancellation">Asks it to stop.</param>
    /// <returns>Whether it ended because it was asked to, or each source came to its end, rather than by a failure.</returns>
    /// <exception cref="SettingsException">It cannot start as configured.</exception>
    /// <exception cref="ModelFormatException">The model cannot be used.</exception>
    public static async Task<bool> RunAsync(
        IConfiguration configuration, LiveGenreOptions options, TimeProvider time, bool exitAtEnd,
        Action<IReadOnlyList<string>>? started, CancellationToken cancellation)
    {
        NativeHeap.KeepSmall();
        await using var app = Build(configuration, options, time);
        try
        {
            var urls = await StartAsync(app, options, cancellation);
            started?.Invoke(urls);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested || app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return true; // asked to end before it served: a daemon's end like any other
        }
        var pipeline = app.Services.GetRequiredService<LivePipeline>();
        var logger = app.Services.GetRequiredService<ILogger<LivePipeline>>();
        if (exitAtEnd)
        {
            var isAtEnd = await Task.WhenAny(pipeline.Ended, app.WaitForShutdownAsync(cancellation)) == pipeline.Ended;
            await app.StopAsync(CancellationToken.None);
            LogEnd(logger, pipeline, isAtEnd);
            return !pipeline.HasFailed
                && app.Services.GetRequiredService<SourceFeeds>().All.All(feed => feed.Status.State != SourceState.Failed);
        }
        await app.WaitForShutdownAsync(cancellation);
        LogEnd(logger, pipeline, isAtEnd: false);
        return !pipeline.HasFailed;
    }

    /// <summary>The log's last line; without it, and without a failure before, the process was killed.</summary>
    private static void LogEnd(ILogger logger, LivePipeline pipeline, bool isAtEnd)
    {
        if (pipeline.HasFailed)
        {
            return; // said already
        }
        if (isAtEnd)
        {
            logger.StoppedAtTheEnd();
        }
        else
        {
            logger.StoppedAsAsked();
        }
    }

    /// <summary>Starts the daemon.</summary>
    /// <returns>Where the page and gRPC are served.</returns>
    /// <exception cref="SettingsException">A port is taken; the message names the key, the value and the fix.</exception>
    private static async Task<IReadOnlyList<string>> StartAsync(WebApplication app, LiveGenreOptions options, CancellationToken cancellation)
    {
        // Asked first: a host that fails halfway logs a page of its own about what one sentence says.
        var taken = StartupCheckPort.Run(options.Serving, new()).Where(port => !port.IsOk).Select(port => $"{port.Name} = {port.Detail}").ToList();
        if (taken.Count > 0)
        {
            throw new SettingsException(taken);
        }
        await app.Services.GetRequiredService<HistoryWriter>().OpenAsync(cancellation);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            throw new SettingsException([.. PortsInUse(options.Serving, error.Message)]);
        }
        var logger = app.Services.GetRequiredService<ILogger<LivePipeline>>();
        foreach (var warning in app.Services.GetRequiredService<AccessPolicy>().Warnings)
        {
            logger.AccessWarning(warning);
        }
        var urls = app.Urls.ToList();
        logger.PageListening(urls[0]);
        logger.GrpcListening(urls[1]);
        return urls;
    }

    /// <summary>First, so that it is the last to stop: what the pipeline drains is written too.</summary>
    private static void AddHistory(IServiceCollection services, LiveGenreOptions options, TimeProvider time)
    {
        services.AddSingleton(_ => HistoryStore.Create(options, time));
        services.AddSingleton(provider => provider.GetRequiredService<HistoryStore>().Database);
        services.AddSingleton<HistoryBacklog>();
        services.AddSingleton<HistoryMetrics>();
        services.AddSingleton<HistoryReader>();
        services.AddSingleton<HistorySources>();
        services.AddSingleton<HistoryQueries>();
        services.AddSingleton<ReportQueries>();
        services.AddSingleton<HistoryWriter>();
        services.AddSingleton<HistoryService>();
        services.AddHostedService(provider => provider.GetRequiredService<HistoryWriter>());
    }

    private static void AddPipeline(
        IServiceCollection services, LiveGenreOptions options, ServedModel model, Func<SourceOptions, IAudioSource> open, TimeProvider time)
    {
        services.AddSingleton(time);
        services.AddSingleton(options);
        services.AddSingleton<PipelineMetrics>();
        services.AddSingleton(_ => new LiveModel(model));
        services.AddSingleton<ModelHealth>();
        services.AddSingleton<PipelinePulse>();
        services.AddSingleton(provider => new SourceSet(options, provider.GetRequiredService<LiveModel>(), open, time));
        services.AddSingleton(provider => provider.GetRequiredService<SourceSet>().Feeds);
        services.AddSingleton<LivePipeline>();
    }

    private static void AddEvidence(IServiceCollection services, LiveGenreOptions options)
    {
        services.AddSingleton(options.Evidence);
        services.AddSingleton(new EvidenceFolder(options.Evidence.FindFolder(options), options.Evidence.MaxBytes));
        services.AddSingleton<EvidenceMetrics>();
        services.AddSingleton<EvidenceRecorder>();
        services.AddSingleton<EvidenceCalls>();
        // Before the pipeline, so that it stops after it and keeps the last change too.
        services.AddHostedService(provider => provider.GetRequiredService<EvidenceRecorder>());
    }

    private static void AddServing(IServiceCollection services, LiveGenreOptions options)
    {
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.Serving.MaxReceiveMessageBytes;
            grpc.MaxReceiveMessageSizeSetting = $"{LiveGenreOptions.Section}:Serving:MaxReceiveMessageBytes";
            grpc.ResponseCompression = options.Serving.ResponseCompression;
            foreach (var origin in options.Serving.AllowedOrigins)
            {
                grpc.Web.AllowedOrigins.Add(origin);
            }
        });
        services.AddSingleton<LimitMetrics>();
        services.AddSingleton<ClientLimits>();
        services.AddSingleton<HealthService>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<PushedAudio>();
        services.AddSingleton<SoundWatch>();
        services.AddSingleton(provider => new DeviceWatch(provider.GetRequiredService<TimeProvider>(), new AudioSourceOptions()));
        services.AddSingleton<GenreService>();
        services.AddHostedService<SourceHealth>();
        services.AddHostedService<HeartbeatService>();
        services.AddHostedService(provider => provider.GetRequiredService<LivePipeline>());
    }

    private static void AddAlerts(IServiceCollection services, LiveGenreOptions options)
    {
        services.AddSingleton(new AlertRules(options.Alerts));
        services.AddSingleton<AlertMetrics>();
        services.AddSingleton(provider => new AlertBook(
            new AlertStore(Path.Combine(DataFolder.Find(options), "alerts.db")), options.Alerts.KeepFor,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<AlertBook>>()));
        services.AddSingleton<DeliveryService>();
        services.AddSingleton<AlertMonitor>();
        services.AddSingleton<AlertService>();
        services.AddHostedService(provider => provider.GetRequiredService<DeliveryService>());
        services.AddHostedService(provider => provider.GetRequiredService<AlertMonitor>());
    }

    private static void AddAdministration(IServiceCollection services, StateFile state)
    {
        services.AddSingleton(_ => state); // disposed with the rest
        services.AddSingleton<SourceAdministration>();
        services.AddSingleton<ModelAdministration>();
        services.AddSingleton<AdminService>();
        services.AddSingleton<TokenStore>();
        services.AddSingleton<FailedAttempts>();
        services.AddSingleton<AccessPolicy>();
        services.AddOptions<GrpcServiceOptions>().Configure<AccessPolicy>((grpc, access) => grpc.Admit = access.Admit);
    }

    private static void AddTelemetry(IServiceCollection services, TelemetryOptions options, int sources)
    {
        services.AddMetrics();
        if (options.OtlpEndpoint.Length > 0)
        {
            services.AddSingleton(provider => new ExportTrouble(provider.GetRequiredService<ILogger<LivePipeline>>(), provider.GetRequiredService<TimeProvider>()));
        }
        services.AddSingleton<PrometheusExporter>();
        services.AddSingleton(provider => CollectedMeters.Create(
            provider.GetRequiredService<IMeterFactory>(), provider.GetRequiredService<PrometheusExporter>(), options, sources));
    }

    private static void AddServiceManager(IServiceCollection services)
    {
        if (NotifySocket.TryOpen(Environment.GetEnvironmentVariable) is { } socket)
        {
            services.AddSingleton(_ => socket); // disposed with the rest
            services.AddHostedService<ServiceManagerNotices>();
        }
    }

    private static IEnumerable<string> PortsInUse(ServingOptions options, string message)
    {
        (string Key, string Url)[] endpoints = [("PageUrl", options.PageUrl), ("GrpcUrl", options.GrpcUrl)];
        var taken = endpoints.Where(e => message.Contains($":{new Uri(e.Url).Port}", StringComparison.Ordinal));
        return taken.Select(e =>
            $"{LiveGenreOptions.Section}:Serving:{e.Key} = \"{e.Url}\": the port is in use by another program, perhaps by a LiveGenre that runs already; end that program, or set another port (--page, --grpc).");
    }
}
