using System.Text.Json.Nodes;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Grpc.Client;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Administration;

/// <summary>A whole daemon with a data folder and a models folder of its own, which a test stops and starts again.</summary>
internal sealed class AdministeredDaemon : IAsyncDisposable
{
    private readonly TestDaemon _daemon = new();

    public AdministeredDaemon()
    {
        CopyModel("livegenre-1");
        _daemon
            .ListeningTo(TestAudio.Chord(TimeSpan.FromSeconds(30)))
            .With("Model:Path", At("models/livegenre-1"))
            .With("Windowing:Hop", "00:00:00.25")
            .With("Administration:AllowFileSources", "true");
    }

    /// <summary>A file with music.</summary>
    public string Sound => At("fm.wav");

    public string Page => _daemon.Page;

    public string Grpc => _daemon.Grpc;

    public CallInvoker Calls => _daemon.Calls;

    public string DataFolder => At("data");

    /// <summary>Its parts.</summary>
    public IServiceProvider Services => _daemon.Services;

    public AdministeredDaemon With(string key, string value)
    {
        _daemon.With(key, value);
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
        await _daemon.StartAsync(channel);
        return this;
    }

    public Task StopAsync() => _daemon.StopAsync();

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

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    public string At(string path) => _daemon.At(path);

    private static CallOptions Options(string? token)
    {
        var options = TestDaemon.Within(TimeSpan.FromMinutes(2));
        return token is null ? options : options.WithHeaders(new() { { "authorization", "Bearer " + token } });
    }
}
