using System.Text.RegularExpressions;
using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Grpc.Client;
using LiveGenre.Protocol.V1;

namespace LiveGenre.EndToEnd.Tests.Support;

/// <summary>A running <c>livegenre run</c> on free ports, and our own client of it.</summary>
internal sealed partial class DaemonProcess : IAsyncDisposable
{
    private readonly TaskCompletionSource<Uri> _page = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _grpc = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private GrpcChannel? _channel;

    private DaemonProcess(DaemonSetup setup) => Process = LivegenreProgram.Start(setup.Arguments(), setup.Environment, FindUrls);

    public ChildProcess Process { get; }

    /// <summary>All that it has printed; what a failed test shows.</summary>
    public string Log => $"livegenre printed:\n{Process.Output}{Process.Errors}";

    /// <summary>The page, and gRPC-Web.</summary>
    public Uri Page => _page.Task.Result;

    /// <summary>gRPC, as stock clients want it.</summary>
    public string Authority => _grpc.Task.Result.Authority;

    public CallInvoker Calls => (_channel ??= GrpcChannel.ForAddress(_grpc.Task.Result)).CreateCallInvoker();

    /// <summary>Starts the daemon and waits until it serves.</summary>
    public static async Task<DaemonProcess> StartAsync(DaemonSetup setup)
    {
        var daemon = new DaemonProcess(setup);
        var serves = Task.WhenAll(daemon._page.Task, daemon._grpc.Task);
        if (await Task.WhenAny(serves, daemon.Process.Ended, Task.Delay(Patience.Short)) != serves)
        {
            var log = daemon.Log;
            await daemon.DisposeAsync();
            Assert.Fail($"livegenre does not serve. {log}");
        }
        return daemon;
    }

    /// <summary>One source as it is now.</summary>
    public async Task<GetSourceResponse> GetSourceAsync(string id) =>
        await Calls.AsyncUnaryCall(GenreMethods.GetSource, new CallOptions().WithDeadline(DateTime.UtcNow + Patience.Short), new GetSourceRequest { SourceId = id });

    /// <summary>Subscribes to a source with our own client.</summary>
    public LiveSubscription Watch(string id) => new(Calls, id);

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        await Process.DisposeAsync();
    }

    private void FindUrls(string line)
    {
        if (ListeningLine().Match(line) is { Success: true } match)
        {
            (match.Groups["event"].Value == "302" ? _page : _grpc).TrySetResult(new Uri(match.Groups["url"].Value));
        }
    }

    // Events 302 and 303 of the pipeline's log: where the page and gRPC are served.
    [GeneratedRegex(@"\[(?<event>302|303)\].* (?<url>http://\S+)$")]
    private static partial Regex ListeningLine();
}
