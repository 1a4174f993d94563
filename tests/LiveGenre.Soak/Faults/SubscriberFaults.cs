using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Grpc.Client;
using LiveGenre.Protocol.V1;
using LiveGenre.Soak.Scene;

namespace LiveGenre.Soak.Faults;

/// <summary>Subscribers come in crowds, go without a word, and do not read.</summary>
internal static class SubscriberFaults
{
    private const int Crowd = 200;
    private const int Stalled = 20;

    public static IEnumerable<Fault> Of(Surroundings around)
    {
        foreach (var daemon in around.Daemons)
        {
            yield return new($"subscriber storm, {daemon.Name}", daemon, [], async random =>
            {
                var sources = daemon.Sources.ToArray();
                await Task.WhenAll(Enumerable.Range(0, Crowd)
                    .Select(_ => (Source: sources[random.Next(sources.Length)], Stay: random.NextDouble() * TimeSpan.FromSeconds(2)))
                    .ToList().Select(visit => VisitAsync(daemon.Daemon, visit.Source, visit.Stay)));
                await daemon.WaitForOwnSubscribersAsync();
            });

            yield return new($"subscribers that do not read, {daemon.Name}", daemon, [], async random =>
            {
                var sources = daemon.Sources.ToArray();
                var stalled = await Task.WhenAll(Enumerable.Range(0, Stalled).Select(_ => StalledSubscriber.OpenAsync(daemon.Daemon, sources[random.Next(sources.Length)])));
                await daemon.WaitUntilRunningAsync(sources[0], Patience.Short);
                Array.ForEach(stalled, subscriber => subscriber.Dispose());
                await daemon.WaitForOwnSubscribersAsync();
            });
        }
    }

    /// <summary>A connection of its own, and gone after a while, whatever has come by then.</summary>
    private static async Task VisitAsync(DaemonProcess daemon, string source, TimeSpan stay)
    {
        using var channel = GrpcChannel.ForAddress(new Uri($"http://{daemon.Authority}"));
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(GenreMethods.Watch, default, new WatchGenreRequest { SourceId = source });
        using var leave = new CancellationTokenSource(stay);
        try
        {
            while (await call.ResponseStream.MoveNext(leave.Token))
            {
            }
        }
        catch (Exception error) when (error is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
        }
    }
}
