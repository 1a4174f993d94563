using System.Diagnostics;
using LiveGenre.Benchmarks.Subscribers;
using LiveGenre.Daemon;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveGenre.Benchmarks.Stations;

/// <summary>The whole daemon in this process, on free ports, with stations in real time and history in SQLite on disk.</summary>
internal sealed class StationDaemon : IAsyncDisposable
{
    /// <summary>What the daemon needs to be up, and a station more on top of it.</summary>
    private static readonly TimeSpan StartUp = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan StartUpOfAStation = TimeSpan.FromMilliseconds(2);

    private readonly StationClock _clock = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-stations-");
    private readonly WebApplication _app;

    private StationDaemon(int stations, TimeSpan hop, TimeSpan block, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        Times = new StationTimes(
            Stopwatch.GetTimestamp() + StationTimes.Ticks(StartUp + (stations * StartUpOfAStation)), StationTimes.Ticks(hop) / stations);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("LiveGenre:DataFolder", _folder.FullName),
            new("LiveGenre:Serving:PageUrl", "http://127.0.0.1:0"),
            new("LiveGenre:Serving:GrpcUrl", "http://127.0.0.1:0"),
            new("Logging:LogLevel:Default", "Warning"),
            .. Enumerable.Range(0, stations).SelectMany(i => (KeyValuePair<string, string?>[])
            [
                new($"LiveGenre:Sources:{i}:Id", StationTimes.IdOf(i)),
                new($"LiveGenre:Sources:{i}:Address", StationTimes.IdOf(i)),
            ]),
            .. settings,
        ]).Build();
        _app = DaemonHost.Build(configuration, SettingsReader.Read(configuration), source => Open(source, block), TimeProvider.System);
    }

    /// <summary>When the stations begin.</summary>
    public StationTimes Times { get; }

    /// <summary>Where gRPC is served.</summary>
    public string GrpcAddress => _app.Urls.Last();

    /// <summary>What each station has counted.</summary>
    public IReadOnlyList<SourceStatus> Statuses => [.. _app.Services.GetRequiredService<SourceFeeds>().All.Select(f => f.Status)];

    /// <summary>Starts the daemon; the stations begin a little later.</summary>
    /// <param name="stations">How many.</param>
    /// <param name="hop">From one window to the next; the stations are staggered over it.</param>
    /// <param name="block">What a station delivers at once.</param>
    /// <param name="settings">Further settings of the daemon.</param>
    public static async Task<StationDaemon> StartAsync(
        int stations, TimeSpan hop, TimeSpan block, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var daemon = new StationDaemon(stations, hop, block, settings);
        await daemon._app.StartAsync();
        return daemon;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _clock.Dispose();
        _folder.Delete(recursive: true);
    }

    private StationSource Open(SourceOptions source, TimeSpan block)
    {
        var number = StationTimes.NumberOf(source.Id);
        return new(source.Id, number, Times.DueAt(number, TimeSpan.Zero), block, _clock);
    }
}
