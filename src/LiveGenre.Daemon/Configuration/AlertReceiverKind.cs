namespace LiveGenre.Daemon.Configuration;

/// <summary>How a message reaches somebody.</summary>
public enum AlertReceiverKind
{
    /// <summary>JSON by HTTP POST, signed.</summary>
    Webhook,

    /// <summary>SMTP.</summary>
    Email,

    /// <summary>A program of the operator's, with the JSON on its standard input.</summary>
    Command,
}
