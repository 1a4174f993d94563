using System.Text.Json;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using LiveGenre.Daemon.Alerts.Storage;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace LiveGenre.Daemon.Alerts.Delivery;

/// <summary>
/// The messages to one receiver, one after the other: it learns of a recovery after the alert, never before. While it
/// does not answer all of them wait; each is given up when it has waited too long.
/// </summary>
internal sealed class DeliveryLane
{
    private static readonly ResiliencePropertyKey<string> DeliveryId = new("delivery");

    private readonly AlertReceiver _receiver;
    private readonly AlertBook _book;
    private readonly AlertMetrics _metrics;
    private readonly AlertsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ResiliencePipeline<DeliveryResult> _pipeline;

    public DeliveryLane(
        AlertReceiver receiver, AlertBook book, AlertMetrics metrics, AlertsOptions options, TimeProvider time, ILogger logger)
    {
        (_receiver, _book, _metrics, _options, _time, _logger) = (receiver, book, metrics, options, time, logger);
        _pipeline = new ResiliencePipelineBuilder<DeliveryResult> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<DeliveryResult>
            {
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is { IsDelivered: false, IsFinal: false } && IsYoung(args.Context)),
                MaxRetryAttempts = int.MaxValue, // age ends it, not the number of attempts
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.FirstRetryDelay,
                MaxDelay = options.MaxRetryDelay,
                DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result?.RetryAfter is { } asked && asked < options.GiveUpAfter ? asked : (TimeSpan?)null),
                OnRetry = args =>
                {
                    NoteRetry(args.Context.Properties.GetValue(DeliveryId, ""), args.Outcome.Result!.Trouble, args.RetryDelay);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>The receiver's name.</summary>
    public string Receiver => _receiver.Name;

    /// <summary>Something may wait.</summary>
    public void Signal() => _signal.Writer.TryWrite(true);

    /// <summary>Delivers until <paramref name="stop"/> fires.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            if (_book.NextWaiting(Receiver) is { } delivery)
            {
                await DeliverAsync(delivery, stop);
            }
            else
            {
                await _signal.Reader.ReadAsync(stop);
            }
        }
    }

    /// <summary>Makes one attempt at a message now, whatever waits, and keeps what came of it.</summary>
    public async Task<StoredDelivery> TryOnceAsync(StoredDelivery delivery, CancellationToken stop) =>
        Finish(delivery.Id, await AttemptAsync(delivery, stop)) ?? delivery;

    private async Task DeliverAsync(StoredDelivery delivery, CancellationToken stop)
    {
        var context = ResilienceContextPool.Shared.Get(stop);
        try
        {
            context.Properties.Set(DeliveryId, delivery.Id);
            Finish(delivery.Id, await _pipeline.ExecuteAsync(async (c, d) => await AttemptAsync(d, c.CancellationToken), context, delivery));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<DeliveryResult> AttemptAsync(StoredDelivery delivery, CancellationToken stop)
    {
        var result = TryParse(delivery.Message) is { } message
            ? await _receiver.AttemptAsync(message, stop)
            : DeliveryResult.Failed("The kept message cannot be read.", isFinal: true);
        Change(delivery.Id, facts =>
        {
            facts.AttemptCount++;
            facts.LastAttemptTime = _time.GetUtcNow().ToTimestamp();
            facts.NextAttemptTime = null;
            facts.Trouble = result.Trouble;
        });
        return result;
    }

    private void NoteRetry(string id, string trouble, TimeSpan delay)
    {
        _metrics.Attempt(Receiver, "retried");
        if (Change(id, facts => facts.NextAttemptTime = (_time.GetUtcNow() + delay).ToTimestamp()) is { Facts: var facts })
        {
            _logger.DeliveryRetried(Receiver, facts.Event, id, facts.AttemptCount, delay, trouble);
        }
    }

    private StoredDelivery? Finish(string id, DeliveryResult result)
    {
        _metrics.Attempt(Receiver, result.IsDelivered ? "delivered" : "dead");
        var delivery = Change(id, facts => facts.State = result.IsDelivered ? DeliveryState.Delivered : DeliveryState.Dead);
        if (delivery is { Facts: var facts })
        {
            if (result.IsDelivered)
            {
                _logger.Delivered(Receiver, facts.Event, id, facts.AttemptCount, result.Trouble);
            }
            else
            {
                _logger.DeliveryDead(Receiver, facts.Event, id, facts.AttemptCount, result.Trouble);
            }
        }
        return delivery;
    }

    private StoredDelivery? Change(string id, Action<Protocol.V1.Delivery> change)
    {
        if (_book.FindDelivery(id)?.With(change) is not { } changed)
        {
            return null;
        }
        _book.Save([], [changed]);
        return changed;
    }

    private static AlertMessage? TryParse(string json)
    {
        try
        {
            return AlertMessage.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool IsYoung(ResilienceContext context) =>
        _book.FindDelivery(context.Properties.GetValue(DeliveryId, "")) is { Facts.CreateTime: var created }
        && _time.GetUtcNow() - created.ToDateTimeOffset() < _options.GiveUpAfter;
}
