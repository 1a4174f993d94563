// What is on air, from C#.
//
// dotnet run docs/examples/watch.cs [ADDRESS [SOURCE_ID]]
//
// The source is needed where there are several. A daemon that asks for a token finds it in LIVEGENRE_TOKEN.
#:property PublishAot=false
#:project ../../src/LiveGenre.Grpc
#:project ../../src/LiveGenre.Protocol
using LiveGenre.Grpc;
using LiveGenre.Grpc.Client;
using LiveGenre.Protocol.V1;

var watchGenre = Method.Create<WatchGenreRequest, WatchGenreResponse>(
    LivegenreReflection.Descriptor.Services.Single(), "WatchGenre");

var headers = new Metadata();
if (Environment.GetEnvironmentVariable("LIVEGENRE_TOKEN") is { Length: > 0 } token)
{
    headers.Add("authorization", $"Bearer {token}");
}
var address = args.ElementAtOrDefault(0) ?? "127.0.0.1:5081";
using var channel = GrpcChannel.ForAddress(address.Contains("://") ? address : $"http://{address}");
using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(
    watchGenre, new CallOptions(headers), new WatchGenreRequest { SourceId = args.ElementAtOrDefault(1) ?? "", Updates = Updates.Changes });

try
{
    while (await call.ResponseStream.MoveNext(CancellationToken.None))
    {
        var response = call.ResponseStream.Current;
        if (response.Snapshot is { } snapshot) // the first message: what is on air already
        {
            Console.WriteLine($"source {snapshot.Source.SourceId}");
        }
        if ((response.Window ?? response.Snapshot?.Window) is { } window)
        {
            Console.WriteLine($"{window.Decision.Label,-12} {100 * window.Decision.Confidence,3:F0}%  {window.Activity}");
        }
    }
}
catch (RpcException error)
{
    Console.Error.WriteLine($"{error.StatusCode}: {error.Status.Detail}");
    return 1;
}
return 0;
