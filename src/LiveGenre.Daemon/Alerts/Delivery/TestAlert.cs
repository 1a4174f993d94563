using Google.Protobuf.WellKnownTypes;
using LiveGenre.Daemon.Alerts.Rules;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Alerts.Delivery;

/// <summary>What <c>livegenre alerts test</c> sends: a message like any other, of an alert that there is not.</summary>
public static class TestAlert
{
    /// <summary>The source that it names.</summary>
    internal const string SourceName = "LiveGenre";

    /// <summary>Sends a test without a daemon, one attempt to each receiver.</summary>
    /// <param name="options">Where the receivers are.</param>
    /// <param name="receiver">Name of one receiver; empty for all.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>How each went.</returns>
    public static async Task<IReadOnlyList<Protocol.V1.Delivery>> SendAsync(
        AlertsOptions options, string receiver, TimeProvider time, CancellationToken stop)
    {
        using var http = AlertReceiver.CreateHttpClient();
        var receivers = AlertReceiver.Create(options, http, time).Where(r => receiver.Length == 0 || r.Name == receiver);
        return await Task.WhenAll(receivers.Select(async r =>
        {
            var now = time.GetUtcNow();
            var message = AlertMessage.Create(Guid.CreateVersion7(now).ToString("N"), AlertEvent.Test, Create(now), SourceName);
            var result = await r.AttemptAsync(message, stop);
            return new Protocol.V1.Delivery
            {
                DeliveryId = message.DeliveryId,
                Receiver = r.Name,
                Event = message.Event,
                State = result.IsDelivered ? DeliveryState.Delivered : DeliveryState.Dead,
                AttemptCount = 1,
                CreateTime = now.ToTimestamp(),
                LastAttemptTime = time.GetUtcNow().ToTimestamp(),
                Trouble = result.Trouble,
            };
        }));
    }

    /// <summary>The alert that there is not.</summary>
    internal static Alert Create(DateTimeOffset now) => new()
    {
        SourceId = "test",
        Rule = "test",
        Kind = AlertKind.Silence,
        State = AlertState.Firing,
        Summary = "This is a test; nothing is wrong.",
        ConditionTime = now.ToTimestamp(),
        FireTime = now.ToTimestamp(),
    };
}
