using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LiveGenre.Daemon.Alerts.Rules;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Alerts.Delivery;

/// <summary>What a receiver gets: this record as JSON, keys in snake_case, absent values left out. docs/alerts.md documents it.</summary>
internal sealed record AlertMessage
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // names stay readable; nothing here goes into HTML
    };

    /// <summary>Version of this format; a receiver may refuse what it does not know.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The same for each attempt at this message: what a receiver has seen before it may ignore.</summary>
    public required string DeliveryId { get; init; }

    /// <summary><c>firing</c>, <c>reminder</c>, <c>recovered</c> or <c>test</c>.</summary>
    public required string Event { get; init; }

    /// <summary>All that matters in one line; chat services show this key.</summary>
    public required string Text { get; init; }

    /// <summary>The alert at the time of the event.</summary>
    public required AlertFacts Alert { get; init; }

    /// <summary>Makes the message for one receiver.</summary>
    public static AlertMessage Create(string deliveryId, AlertEvent happened, Alert alert, string sourceName)
    {
        var facts = AlertFacts.From(alert, sourceName);
        var name = Name(happened);
        return new()
        {
            DeliveryId = deliveryId,
            Event = name,
            Text = $"[{sourceName}] {facts.Rule} {name}: {alert.Summary}",
            Alert = facts,
        };
    }

    /// <summary>An event as messages and the API write it.</summary>
    public static string Name(AlertEvent happened) => happened switch
    {
        AlertEvent.Firing => "firing",
        AlertEvent.Reminder => "reminder",
        AlertEvent.Recovered => "recovered",
        AlertEvent.Test => "test",
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, null),
    };

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is no such message.</exception>
    public static AlertMessage Parse(string json) => JsonSerializer.Deserialize<AlertMessage>(json, Json)!;

    /// <summary>The message as it is sent and kept, on one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>An alert as receivers get it. Times are UTC, ISO 8601.</summary>
internal sealed record AlertFacts
{
    public required string AlertId { get; init; }

    public required string SourceId { get; init; }

    public required string SourceName { get; init; }

    public required string Rule { get; init; }

    /// <summary><c>silence</c>, <c>no-data</c>, <c>talk</c>, <c>off-format</c>, <c>clipping</c>, <c>model-failing</c> or <c>low-confidence</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>firing</c>, <c>acknowledged</c> or <c>recovered</c>.</summary>
    public required string State { get; init; }

    public required string Summary { get; init; }

    public required DateTimeOffset ConditionTime { get; init; }

    public required DateTimeOffset FireTime { get; init; }

    public DateTimeOffset? RecoverTime { get; init; }

    public DateTimeOffset? AcknowledgeTime { get; init; }

    public string? AcknowledgedBy { get; init; }

    public required uint FlapCount { get; init; }

    public static AlertFacts From(Alert alert, string sourceName) => new()
    {
        AlertId = alert.AlertId,
        SourceId = alert.SourceId,
        SourceName = sourceName,
        Rule = alert.Rule,
        Kind = AlertSettingsRules.DefaultName((AlertRuleKind)alert.Kind),
        State = AlertWords.State(alert.State),
        Summary = alert.Summary,
        ConditionTime = alert.ConditionTime.ToDateTimeOffset(),
        FireTime = alert.FireTime.ToDateTimeOffset(),
        RecoverTime = alert.RecoverTime?.ToDateTimeOffset(),
        AcknowledgeTime = alert.AcknowledgeTime?.ToDateTimeOffset(),
        AcknowledgedBy = alert.AcknowledgedBy.Length > 0 ? alert.AcknowledgedBy : null,
        FlapCount = alert.FlapCount,
    };
}
