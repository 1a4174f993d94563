using LiveGenre.Daemon.Administration;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;
using LiveGenre.Soak.Scene;

namespace LiveGenre.Soak.Faults;

/// <summary>The model's file is overwritten while it is at work, and one that is broken is asked for.</summary>
internal static class ModelFaults
{
    public static IEnumerable<Fault> Of(Surroundings around)
    {
        var relay = around.Relay;
        var active = 0;

        yield return new("model replaced by garbage", relay, [], async random =>
        {
            var files = around.ModelIds.Select(around.ModelFile).ToList();
            var whole = await File.ReadAllBytesAsync(files[0]);
            var garbage = new byte[whole.Length];
            random.NextBytes(garbage);
            var next = 1 - active;
            try
            {
                // In place, as a copy that goes wrong does it.
                files.ForEach(file => File.WriteAllBytes(file, garbage));
                await relay.WaitUntilRunningAsync("relay-deck", Patience.Short); // the one at work goes on
                var refusal = await Assert.ThrowsAsync<RpcException>(() => SwapAsync(next));
                Assert.Equal(StatusCode.FailedPrecondition, refusal.StatusCode);
                await relay.WaitUntilRunningAsync("relay-deck", Patience.Short);
            }
            finally
            {
                files.ForEach(file => File.WriteAllBytes(file, whole));
            }
            var before = relay.EventsOf("relay-deck").All.Count;
            await SwapOnceThereIsRoomAsync(next);
            active = next;
            await relay.EventsOf("relay-deck").WaitForAsync(r => r.Snapshot?.Source.ModelId == around.ModelIds[active], "the other model", before);
        });

        // The disk is full now and then, which is another fault's doing; then a swap is refused and nothing changed.
        async Task SwapOnceThereIsRoomAsync(int model)
        {
            for (var until = DateTime.UtcNow + Patience.Short; ;)
            {
                try
                {
                    await SwapAsync(model);
                    return;
                }
                catch (RpcException full) when (full.StatusCode == StatusCode.Unavailable && DateTime.UtcNow < until)
                {
                    await Task.Delay(TimeSpan.FromSeconds(0.5));
                }
            }
        }

        Task<SwapModelResponse> SwapAsync(int model) => relay.Daemon.Calls.AsyncUnaryCall(
            AdminMethods.SwapModel, new CallOptions().WithDeadline(DateTime.UtcNow + Patience.Short), new SwapModelRequest { ModelId = around.ModelIds[model] }).ResponseAsync;
    }
}
