using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using LiveGenre.Cli.Tests.Support;

namespace LiveGenre.Cli.Tests;

/// <summary>A station whose every secret is known, and all that its daemon and its command line say.</summary>
public sealed class SecretsTests : IDisposable
{
    /// <summary>What every secret begins with.</summary>
    private const string Canary = "c4nary";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-");
    private readonly StringBuilder _said = new();
    private readonly string _grpc = $"http://127.0.0.1:{Ports.Free()}";
    private readonly string _page = $"https://127.0.0.1:{Ports.Free()}";

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task EveryOutput_OfADaemonWithSecrets_HoldsNone()
    {
        WriteSettings();
        var token = (await Livegenre.RunAsync("token", "create", "--name", "anna", "--role", "admin", "--set", $"LiveGenre:DataFolder={At("data")}")).Output.Trim();
        using (var daemon = Start())
        {
            await SayAsync(["run", "--check", "--format", "json", .. Settings]);
            await SayToDaemonAsync(token, "sources", "list", "--format", "json"); // waits until it serves
            await SayToDaemonAsync(token, "sources", "add", "web", $"http://dj:{Canary}-saved@127.0.0.1:9/?key={Canary}-saved-key");
            await SayToDaemonAsync(token, "alerts", "test");
            await SayToDaemonAsync(token, ["support", "--insecure", "--out", At("support.zip"), .. Settings]);
            using (var stop = Process.Start("kill", ["-TERM", $"{daemon.Id}"]))
            {
                await stop.WaitForExitAsync();
            }
            await Livegenre.WaitAsync(daemon);
        }
        var parts = Unpack();

        Assert.Equal([], parts.Where(p => p.Key.StartsWith("daemon/", StringComparison.Ordinal) && p.Key != "daemon/history.json" && p.Value.StartsWith("Not collected", StringComparison.Ordinal)).Select(p => $"{p.Key}: {p.Value}"));
        // History is the exception: its server is not there.
        Assert.Contains("web", parts["daemon/sources.json"], StringComparison.Ordinal);
        Assert.Contains("LiveGenre:Alerts:Receivers:0:Secret = ***", parts["settings.txt"], StringComparison.Ordinal);
        Assert.Contains("webhook at 127.0.0.1", _said.ToString(), StringComparison.Ordinal); // the check came so far
        Assert.Contains("Connection refused", _said.ToString(), StringComparison.Ordinal); // and the daemon has complained of its stream
        var everything = _said.Append(string.Concat(parts.Select(p => $"=== {p.Key}\n{p.Value}\n"))).ToString();
        Assert.Equal([], everything.Split('\n').Where(line => line.Contains(Canary, StringComparison.OrdinalIgnoreCase) || line.Contains(token, StringComparison.Ordinal)));
    }

    /// <summary>The file, and what the environment of all these tests would say otherwise.</summary>
    private string[] Settings => ["--config", At("station.json"), "--set", $"LiveGenre:DataFolder={At("data")}", "--set", "LiveGenre:History:Store=PostgreSql"];

    private Process Start()
    {
        var process = Livegenre.Start(["run", .. Settings]);
        process.OutputDataReceived += Say;
        process.ErrorDataReceived += Say;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Say(object sender, DataReceivedEventArgs line)
        {
            lock (_said)
            {
                _said.AppendLine(line.Data);
            }
        }
    }

    private async Task SayToDaemonAsync(string token, params string[] arguments)
    {
        // Until it serves; how long that takes is the machine's affair.
        for (var left = 60; await SayAsync([.. arguments, "--address", _grpc, "--token", token]) is { } outcome && outcome.Error.Contains("no LiveGenre daemon answers", StringComparison.Ordinal) && left > 0; left--)
        {
            await Task.Delay(500);
        }
    }

    private async Task<Livegenre.Outcome> SayAsync(params string[] arguments)
    {
        var outcome = await Livegenre.RunAsync(arguments);
        lock (_said)
        {
            _said.Append(outcome.Output).AppendLine(outcome.Error);
        }
        return outcome;
    }

    private Dictionary<string, string> Unpack()
    {
        using var zip = ZipFile.OpenRead(At("support.zip"));
        return zip.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return reader.ReadToEnd();
        });
    }

    private void WriteSettings()
    {
        WriteCertificate();
        File.WriteAllText(At("station.json"), $$"""
            { "Logging": { "LogLevel": { "Default": "Debug", "Microsoft": "Debug" } },
              "LiveGenre": {
                "Serving": { "PageUrl": "{{_page}}", "GrpcUrl": "{{_grpc}}", "Certificate": { "Path": "{{At("daemon.pfx")}}", "Password": "{{Canary}}-pfx" } },
                "Telemetry": { "OtlpEndpoint": "http://dj:{{Canary}}-otlp@127.0.0.1:9" },
                "History": { "ConnectionString": "Host=127.0.0.1;Port=9;Database=livegenre;Username=dj;Password={{Canary}}-db;Timeout=2" },
                "Alerts": { "GiveUpAfter": "00:00:10", "Receivers": [
                  { "Name": "hook", "Kind": "Webhook", "Url": "http://127.0.0.1:9/{{Canary}}-url", "Secret": "{{Canary}}-0123456789abcdef", "Authorization": "Bearer {{Canary}}-auth" },
                  { "Name": "mail", "Kind": "Email", "SmtpHost": "127.0.0.1", "SmtpPort": 9, "SmtpUser": "dj", "SmtpPassword": "{{Canary}}-smtp", "From": "a@example.org", "To": ["b@example.org"] },
                  { "Name": "page", "Kind": "Command", "Program": "/bin/false", "Arguments": ["--key={{Canary}}-argument"] } ] },
                "Access": { "Tokens": [{ "Name": "deployed", "Hash": "{{"sha256:" + new string('0', 64)}}" }] },
                "Sources": [{ "Id": "fm", "Address": "http://dj:{{Canary}}-stream@127.0.0.1:9/live?token={{Canary}}-query" }]
                } }
            """);
    }

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=station", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllBytes(At("daemon.pfx"), certificate.Export(X509ContentType.Pfx, $"{Canary}-pfx"));
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
