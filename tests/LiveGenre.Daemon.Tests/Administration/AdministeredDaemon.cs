using System.Text.Json.Nodes;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Grpc.Client;
using LiveGenre.Protocol.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace LiveGenre.Daemon.Tests.Administration;

/// <summary>A whole daemon with a data folder and a models folder of its own, which a test stops and starts again.</summary>
internal sealed class AdministeredDaemon : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-");
    private readonly Dictionary<string, string?> _settings;
    private WebApplication? _app;
    private GrpcChannel? _channel;

    public AdministeredDaemon()
    {
        Sound = At("programme.wav");
        TestAudio.WriteWav(Sound, TestAudio.Chord(TimeSpan.FromSeconds(30)));
        CopyModel("livegenre-1");
        _settings = new()
        {
            ["LiveGenre:DataFolder"] = At("data"),
            ["LiveGenre:Model:Path"] = At("models/livegenre-1"),
            ["LiveGenre:Sources:0:Id"] = "fm",
            ["LiveGenre:Sources:0:Address"] = Sound,
            ["LiveGenre:Sources:0:Loop"] = "true",
            ["LiveGenre:Windowing:Hop"] = "00:00:00.25",
            ["LiveGenre:Administration:AllowFileSources"] = "true",
            ["LiveGenre:Serving:PageUrl"] = "http://127.0.0.1:0",
            ["LiveGenre:Serving:GrpcUrl"] = "http://127.0.0.1:0",
            ["LiveGenre:Serving:HeartbeatInterval"] = "00:00:00.5",
            ["Logging:LogLevel:Default"] = "Warning",
        };
    }

    /// <summary>A file with music.</summary>
    public string Sound { get; }

    public string Page { get; private set; } = "";

    public string Grpc { get; private set; } = "";

    public CallInvoker Calls => _channel!.CreateCallInvoker();

    public string DataFolder => At("data");

    /// <summary>Its parts.</summary>
    public IServiceProvider Services => _app!.Services;

    public AdministeredDaemon With(string key, string value)
    {
        _settings["LiveGenre:" + key] = value;
        return this;
    }

    /// <summary>A copy of the shipped model under another id, with one genre renamed.</summary>
    public string CopyModel(string id)
    {
        var (source, target) = (ModelFolder.Find("models/livegenre-1"), At($"models/{id}"));
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".md", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(target, "manifest.json")))!;
        if (id != "livegenre-1")
        {
            manifest["id"] = id;
            manifest["heads"]![0]!["labels"]![4] = "urban";
        }
        File.WriteAllText(Path.Combine(target, "manifest.json"), manifest.ToJsonString());
        return target;
    }

    public async Task<AdministeredDaemon> StartAsync(GrpcChannelOptions? channel = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(_settings).Build();
        _app = DaemonHost.Build(configuration, SettingsReader.Read(configuration), TimeProvider.System);
        await _app.StartAsync();
        var urls = _app.Urls.ToList();
        (Page, Grpc) = (urls[0], urls[1]);
        _channel = GrpcChannel.ForAddress(Grpc, channel);
        return this;
    }

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

    public async Task<TResponse> AskAsync<TRequest, TResponse>(Method<TRequest, TResponse> method, TRequest request, string? token = null)
        where TRequest : class
        where TResponse : class =>
        await Calls.AsyncUnaryCall(method, Options(token), request);

    public async Task<RpcException> RefusesAsync<TRequest, TResponse>(Method<TRequest, TResponse> method, TRequest request, string? token = null)
        where TRequest : class
        where TResponse : class =>
        await Assert.ThrowsAsync<RpcException>(() => AskAsync(method, request, token));

    public AsyncServerStreamingCall<WatchGenreResponse> Watch(string id, string? token = null) =>
        Calls.AsyncServerStreamingCall(GenreMethods.Watch, Options(token), new WatchGenreRequest { SourceId = id });

    /// <summary>Reads until a response that is so.</summary>
    public static async Task<WatchGenreResponse> UntilAsync(AsyncServerStreamingCall<WatchGenreResponse> call, Func<WatchGenreResponse, bool> isSo)
    {
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (isSo(call.ResponseStream.Current))
            {
                return call.ResponseStream.Current;
            }
        }
        throw new InvalidOperationException("The stream ended first.");
    }

    public SourceSettings Playing(string id) => new() { SourceId = id, Address = Sound, Loop = true };

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    public string At(string path) => Path.Combine(_folder.FullName, path);

    private static CallOptions Options(string? token)
    {
        var options = RunningPatience();
        return token is null ? options : options.WithHeaders(new() { { "authorization", "Bearer " + token } });
    }

    private static CallOptions RunningPatience() => new CallOptions().WithDeadline(DateTime.UtcNow + TimeSpan.FromMinutes(2));
}
