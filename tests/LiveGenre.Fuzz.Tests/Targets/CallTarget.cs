using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using LiveGenre.Capture;
using LiveGenre.Daemon;
using LiveGenre.Daemon.Administration;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Fuzz.Tests.Engine;
using LiveGenre.Grpc;
using LiveGenre.Grpc.Client;
using LiveGenre.Protocol.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace LiveGenre.Fuzz.Tests.Targets;

/// <summary>A whole daemon with the shipped model, a source that never sounds, and every unary method called with whatever comes.</summary>
internal sealed class CallTarget : IAsyncDisposable
{
    private static readonly Marshaller<byte[]> Raw = new((bytes, output) => output.Write(bytes), sequence => sequence.ToArray());

    private static readonly MethodDescriptor[] Methods =
    [
        .. new[] { LivegenreReflection.Descriptor, HistoryReflection.Descriptor, AlertsReflection.Descriptor, AdminReflection.Descriptor }
            .SelectMany(file => file.Services).SelectMany(service => service.Methods)
            .Where(method => !method.IsClientStreaming && !method.IsServerStreaming).OrderBy(method => method.FullName, StringComparer.Ordinal),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-fuzz-");
    private readonly WebApplication _app;
    private GrpcChannel? _channel;

    public CallTarget()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["LiveGenre:DataFolder"] = _folder.FullName,
            ["LiveGenre:Sources:0:Id"] = "fm",
            ["LiveGenre:Sources:0:Address"] = "pulse:nothing",
            ["LiveGenre:Serving:PageUrl"] = "http://127.0.0.1:0",
            ["LiveGenre:Serving:GrpcUrl"] = "http://127.0.0.1:0",
            ["LiveGenre:Serving:Limits:MaxRequestsPerSecondPerClient"] = "1000000",
            ["Logging:LogLevel:Default"] = "None",
        }).Build();
        _app = DaemonHost.Build(configuration, SettingsReader.Read(configuration), source => new SilentSource(source.Address), TimeProvider.System);
    }

    /// <summary>Where the page and gRPC are served.</summary>
    public IReadOnlyList<Uri> Urls => [.. _app.Urls.Select(url => new Uri(url))];

    public async Task<CallTarget> StartAsync()
    {
        await _app.StartAsync();
        _channel = GrpcChannel.ForAddress(Urls[1]);
        return this;
    }

    public FuzzTarget Target => new("calls", 4,
        [.. Methods.SelectMany((method, index) => new[] { 0, 2 }.Select(depth => (byte[])[(byte)index, .. Sample(method, depth)]))],
        WireTargets.Protobuf.Words, input => CallAsync(input).GetAwaiter().GetResult());

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> CallAsync(byte[] input)
    {
        if (input.Length == 0)
        {
            return false;
        }
        var descriptor = Methods[input[0] % Methods.Length];
        var request = input[1..];
        try
        {
            await AskAsync(descriptor, request);
            await UndoAsync(descriptor, request);
            return true;
        }
        catch (RpcException refused)
        {
            FuzzException.Require(refused.StatusCode != StatusCode.Unknown, $"{descriptor.FullName} failed: {refused.Status.Detail}");
            FuzzException.Require(refused.StatusCode != StatusCode.Internal || !IsValid(descriptor.InputType, request), $"{descriptor.FullName} refused a message that is right: {refused.Status.Detail}");
            return false;
        }
    }

    private async Task AskAsync(MethodDescriptor descriptor, byte[] request)
    {
        var method = new Method<byte[], byte[]>(MethodType.Unary, descriptor.Service.FullName, descriptor.Name, Raw, Raw);
        await _channel!.CreateCallInvoker().AsyncUnaryCall(method, new CallOptions(Deadline: DateTime.UtcNow + TimeSpan.FromMinutes(1)), request);
    }

    /// <summary>Sources that were added would pile up.</summary>
    private async Task UndoAsync(MethodDescriptor descriptor, byte[] request)
    {
        if (descriptor.Name == AdminMethods.AddSource.Name)
        {
            var added = AddSourceRequest.Parser.ParseFrom(request).Settings.SourceId;
            await _channel!.CreateCallInvoker().AsyncUnaryCall(AdminMethods.RemoveSource, new CallOptions(), new RemoveSourceRequest { SourceId = added });
        }
    }

    private static byte[] Sample(MethodDescriptor method, int depth) =>
        WireTargets.Sample(WireTargets.Messages.ToList().IndexOf(method.InputType), depth)[1..];

    private static bool IsValid(MessageDescriptor type, byte[] message)
    {
        try
        {
            type.Parser.ParseFrom(message);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private sealed class SilentSource(string address) : IAudioSource
    {
        public string Address => address;

        public bool IsLive => true;

        public bool IsSilentWhenIdle => true;

        public async ValueTask<IAudioCapture> OpenAsync(CancellationToken cancellation)
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException("It never opens.");
        }
    }
}
