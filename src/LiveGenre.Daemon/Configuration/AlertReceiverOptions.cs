using System.ComponentModel.DataAnnotations;

namespace LiveGenre.Daemon.Configuration;

/// <summary>Who is told of alerts, and how. Section <c>LiveGenre:Alerts:Receivers:N</c>.</summary>
public sealed class AlertReceiverOptions
{
    /// <summary>Name that rules, commands and deliveries use; letters, digits, '.', '_' and '-', at most 64.</summary>
    [Required]
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    public string Name { get; init; } = "";

    /// <summary>How a message reaches it.</summary>
    [Required]
    public AlertReceiverKind Kind { get; init; }

    /// <summary>How long one attempt may take. Default 10 s; 0.1 s to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Webhook: where to POST. It may carry a token, so nothing but its host is ever shown.</summary>
    public Secret Url { get; init; }

    /// <summary>Webhook: key of the HMAC-SHA256 signature, at least 16 characters; without one nothing is signed.</summary>
    public Secret Secret { get; init; }

    /// <summary>Webhook: value of the Authorization header, such as <c>Bearer …</c>.</summary>
    public Secret Authorization { get; init; }

    /// <summary>E-mail: the mail server.</summary>
    public string SmtpHost { get; init; } = "";

    /// <summary>E-mail: its port. Default 587; 1 to 65 535.</summary>
    [Range(1, 65_535)]
    public int SmtpPort { get; init; } = 587;

    /// <summary>E-mail: whether STARTTLS is demanded. Default true.</summary>
    public bool SmtpTls { get; init; } = true;

    /// <summary>E-mail: name to log in with; empty does not log in.</summary>
    public string SmtpUser { get; init; } = "";

    /// <summary>E-mail: password to log in with.</summary>
    public Secret SmtpPassword { get; init; }

    /// <summary>E-mail: sender's address.</summary>
    public string From { get; init; } = "";

    /// <summary>E-mail: receivers' addresses.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>Command: the program; a path, or a name that PATH finds.</summary>
    public string Program { get; init; } = "";

    /// <summary>Command: its arguments, one each, as they are; no shell reads them. They may carry a token, so that they are never shown.</summary>
    public IReadOnlyList<Secret> Arguments { get; init; } = [];
}
