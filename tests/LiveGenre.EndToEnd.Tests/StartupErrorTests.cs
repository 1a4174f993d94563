using System.Net;
using System.Net.Sockets;
using LiveGenre.EndToEnd.Tests.Support;
using Xunit.Abstractions;

namespace LiveGenre.EndToEnd.Tests;

/// <summary>A start that cannot be: one message that names the key, the value and what to do.</summary>
public sealed class StartupErrorTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Run_GrpcPortInUse_NamesKeyValueAndFix()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        await AssertRefusedAsync(["--grpc", url], "LiveGenre:Serving:GrpcUrl", url, "in use", "set another port");
    }

    [Fact]
    public Task Run_ModelFolderIsMissing_NamesIt() =>
        AssertRefusedAsync(["--model", _folder.At("nowhere")], _folder.At("nowhere"));

    [Fact]
    public async Task Run_ModelIsCorrupted_NamesFileAndHash()
    {
        var source = RepositoryFolder.Of("models", "livegenre-1");
        foreach (var name in new[] { "manifest.json", "model.onnx" })
        {
            File.Copy(Path.Combine(source, name), _folder.At(name));
        }
        var model = File.ReadAllBytes(_folder.At("model.onnx"));
        model[model.Length / 2] ^= 1;
        File.WriteAllBytes(_folder.At("model.onnx"), model);

        await AssertRefusedAsync(["--model", _folder.Path], "model.onnx", "SHA-256");
    }

    [Fact]
    public Task Run_UnknownSetting_SuggestsTheNearest() =>
        AssertRefusedAsync(["--set", "LiveGenre:Windowing:Hopp=00:00:02"], "LiveGenre:Windowing:Hopp", "did you mean Hop?");

    [Fact]
    public Task Run_HopLongerThanTheWindow_NamesKeyValueAndWindow() =>
        AssertRefusedAsync(["--hop", "5"], "LiveGenre:Windowing:Hop", "00:00:05", "3.99 s");

    [Fact]
    public async Task Run_SeveralWrongSettings_TellsAllAtOnce()
    {
        var errors = await RefuseAsync(["--set", "LiveGenre:Windowing:Hop=00:00:00.1", "--set", "LiveGenre:Decisions:Margin=2"]);

        Assert.Contains(errors, e => e.Contains("LiveGenre:Windowing:Hop = \"00:00:00.1\"", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.Contains("LiveGenre:Decisions:Margin = \"2\"", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private async Task AssertRefusedAsync(string[] options, params string[] words)
    {
        var error = Assert.Single(await RefuseAsync(options));
        Assert.All(words, word => Assert.Contains(word, error, StringComparison.Ordinal));
    }

    /// <summary>Runs, and expects to be refused with nothing but error lines.</summary>
    private async Task<string[]> RefuseAsync(string[] options)
    {
        string[] defaults = ["run", KnownMusic.WavFile, "--set", "LiveGenre:Serving:PageUrl=http://127.0.0.1:0"];
        string[] grpc = options.Contains("--grpc") ? [] : ["--grpc", "http://127.0.0.1:0"];
        var (exitCode, printed, errors) = await LivegenreProgram.RunAsync([.. defaults, .. grpc, .. options]);
        output.WriteLine($"{printed}{errors}");
        Assert.Equal(1, exitCode);
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.StartsWith("error: ", line, StringComparison.Ordinal));
        return lines;
    }
}
