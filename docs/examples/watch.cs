// What is on air, from C#.
//
// dotnet run docs/examples/watch.cs [URL]
#:property PublishAot=false
#:project ../../src/LiveGenre.Grpc
#:project ../../src/LiveGenre.Protocol
using LiveGenre.Grpc;
using LiveGenre.Grpc.Client;
using LiveGenre.Protocol.V1;

var watchGenre = Method.Create<WatchGenreRequest, WatchGenreResponse>(
    LivegenreReflection.Descriptor.Services.Single(), "WatchGenre");

using var channel = GrpcChannel.ForAddress(args.FirstOrDefault() ?? "http://127.0.0.1:5081");
using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(
    watchGenre, new CallOptions(), new WatchGenreRequest { Updates = Updates.Changes });

while (await call.ResponseStream.MoveNext(CancellationToken.None))
{
    if (call.ResponseStream.Current.Window is { } window)
    {
        Console.WriteLine($"{window.Decision.Label,-12} {window.Decision.Confidence:P0}  {window.Activity}");
    }
}
