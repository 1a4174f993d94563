using LiveGenre.Capture;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Grpc;
using LiveGenre.Grpc.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace LiveGenre.Daemon.Tests;

/// <summary>A whole daemon in this process, on free ports and with a folder of its own; a test says what it listens to, and stops and starts it.</summary>
internal sealed class TestDaemon : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-");
    private readonly Dictionary<string, string?> _settings = new()
    {
        ["LiveGenre:Serving:PageUrl"] = "http://127.0.0.1:0",
        ["LiveGenre:Serving:GrpcUrl"] = "http://127.0.0.1:0",
        ["LiveGenre:Serving:HeartbeatInterval"] = "00:00:00.5",
        ["Logging:Console:LogLevel:Default"] = "Warning",
    };

    private WebApplication? _app;
    private GrpcChannel? _channel;

    public TestDaemon() => With("DataFolder", At("data"));

    /// <summary>What makes a source from its settings.</summary>
    public Func<SourceOptions, IAudioSource> Open { get; init; } = SourceOpening.Open;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the page is served.</summary>
    public string Page { get; private set; } = "";

    /// <summary>Where gRPC is served.</summary>
    public string Grpc { get; private set; } = "";

    public CallInvoker Calls => _channel!.CreateCallInvoker();

    /// <summary>Its parts.</summary>
    public IServiceProvider Services => _app!.Services;

    /// <summary>A path in its folder.</summary>
    public string At(string path) => Path.Combine(_folder.FullName, path);

    /// <summary>Sets a setting by its key below <c>LiveGenre:</c>.</summary>
    public TestDaemon With(string key, string value)
    {
        _settings[$"{LiveGenreOptions.Section}:{key}"] = value;
        return this;
    }

    /// <summary>Has it listen to a file of these samples, again and again, as its only or one of several sources.</summary>
    public TestDaemon ListeningTo(float[] samples, string id = "fm", int index = 0)
    {
        var file = At($"{id}.wav");
        TestAudio.WriteWav(file, samples);
        return With($"Sources:{index}:Id", id).With($"Sources:{index}:Address", file).With($"Sources:{index}:Loop", "true");
    }

    public async Task<TestDaemon> StartAsync(GrpcChannelOptions? channel = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(_settings).Build();
        _app = DaemonHost.Build(configuration, SettingsReader.Read(configuration), Open, Time);
        await _app.StartAsync();
        var urls = _app.Urls.ToList();
        (Page, Grpc) = (urls[0], urls[1]);
        _channel = GrpcChannel.ForAddress(Grpc, channel);
        return this;
    }

    /// <summary>Stops it, and leaves its clients as they are.</summary>
    public Task StopServingAsync() => _app!.StopAsync();

    /// <summary>Stops it; it may be started again.</summary>
    public async Task StopAsync()
    {
        _channel?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        _app = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Options of a call that is given up after a while.</summary>
    public static CallOptions Within(TimeSpan time) => new CallOptions().WithDeadline(DateTime.UtcNow + time);
}
