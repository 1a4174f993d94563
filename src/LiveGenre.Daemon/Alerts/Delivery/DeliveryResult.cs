namespace LiveGenre.Daemon.Alerts.Delivery;

/// <summary>What came of one attempt.</summary>
/// <param name="IsDelivered">Whether the message has arrived.</param>
/// <param name="Trouble">What went wrong, in words and without secrets.</param>
/// <param name="IsFinal">Whether another attempt would fail in the same way.</param>
/// <param name="RetryAfter">When the receiver asks to be tried again.</param>
internal sealed record DeliveryResult(bool IsDelivered, string Trouble = "", bool IsFinal = false, TimeSpan? RetryAfter = null)
{
    public static DeliveryResult Delivered { get; } = new(true);

    public static DeliveryResult Failed(string trouble, bool isFinal = false, TimeSpan? retryAfter = null) => new(false, trouble, isFinal, retryAfter);
}
