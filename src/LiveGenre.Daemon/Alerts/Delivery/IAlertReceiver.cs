namespace LiveGenre.Daemon.Alerts.Delivery;

/// <summary>One way to reach somebody: webhook, e-mail or command.</summary>
internal interface IAlertReceiver
{
    /// <summary>Makes one attempt.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired: the attempt took too long, or the daemon ends.</exception>
    Task<DeliveryResult> SendAsync(AlertMessage message, CancellationToken cancellation);
}
