namespace LiveGenre.Daemon.Alerts.Storage;

/// <summary>A message on its way to one receiver. Neither part is ever changed in place.</summary>
/// <param name="Facts">How it went so far.</param>
/// <param name="Message">What is sent, as JSON: the same at each attempt, also after a restart.</param>
internal sealed record StoredDelivery(Protocol.V1.Delivery Facts, string Message)
{
    /// <summary>The delivery's id.</summary>
    public string Id => Facts.DeliveryId;

    /// <summary>The same message after something happened to it.</summary>
    public StoredDelivery With(Action<Protocol.V1.Delivery> change)
    {
        var facts = Facts.Clone();
        change(facts);
        return this with { Facts = facts };
    }
}
