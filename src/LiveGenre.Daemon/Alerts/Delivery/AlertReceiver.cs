using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Alerts.Delivery;

/// <summary>A configured receiver: its name, and attempts that end in time.</summary>
internal sealed class AlertReceiver(string name, TimeSpan timeout, IAlertReceiver receiver, TimeProvider time)
{
    /// <summary>The name in the settings.</summary>
    public string Name { get; } = name;

    /// <summary>Makes the receivers that the settings describe.</summary>
    public static IReadOnlyList<AlertReceiver> Create(AlertsOptions options, HttpClient http, TimeProvider time) =>
    [
        .. options.Receivers.Select(r => new AlertReceiver(r.Name, r.Timeout, r.Kind switch
        {
            AlertReceiverKind.Webhook => new WebhookReceiver(r, http, time),
            AlertReceiverKind.Email => new MailReceiver(r),
            AlertReceiverKind.Command => new CommandReceiver(r),
            _ => throw new ArgumentOutOfRangeException(nameof(options), r.Kind, null),
        }, time)),
    ];

    /// <summary>The client that webhooks share: no redirects, which would carry signature and token elsewhere, and no cookies.</summary>
    public static HttpClient CreateHttpClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // follow a name that moves
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Makes one attempt.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> fired.</exception>
    public async Task<DeliveryResult> AttemptAsync(AlertMessage message, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            return await receiver.SendAsync(message, either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return DeliveryResult.Failed($"No answer within {timeout.TotalSeconds:0.#} s.");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // One receiver's trouble, whatever it is, must not end the deliveries of the others.
            return DeliveryResult.Failed($"{error.GetType().Name}: {error.Message}");
        }
    }
}
