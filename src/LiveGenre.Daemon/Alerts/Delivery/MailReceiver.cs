using System.Net;
using System.Net.Mail;
using System.Text;
using LiveGenre.Daemon.Alerts.Rules;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Alerts.Delivery;

/// <summary>Sends messages by e-mail; those of one alert are one thread. docs/decisions/0106.</summary>
internal sealed class MailReceiver(AlertReceiverOptions options) : IAlertReceiver
{
    private readonly string _domain = new MailAddress(options.From).Host;

    /// <inheritdoc/>
    public async Task<DeliveryResult> SendAsync(AlertMessage message, CancellationToken cancellation)
    {
        using var client = new SmtpClient(options.SmtpHost, options.SmtpPort) { EnableSsl = options.SmtpTls };
        if (options.SmtpUser.Length > 0)
        {
            client.Credentials = new NetworkCredential(options.SmtpUser, options.SmtpPassword.Reveal());
        }
        using var mail = CreateMail(message);
        try
        {
            // The client heeds the token only between two commands; a server that hangs must not hang the lane.
            await client.SendMailAsync(mail, cancellation).WaitAsync(cancellation);
            return DeliveryResult.Delivered;
        }
        catch (SmtpFailedRecipientException error) when (Refused(error) is var refused && refused.Count < options.To.Count)
        {
            // The others have it; a second attempt would tell them twice.
            return new DeliveryResult(true, $"Not taken for {string.Join(", ", refused)}.");
        }
        catch (SmtpException error)
        {
            return DeliveryResult.Failed($"{options.SmtpHost}:{options.SmtpPort}: {error.InnerException?.Message ?? error.Message}", IsRefusal(error.StatusCode));
        }
    }

    private MailMessage CreateMail(AlertMessage message)
    {
        var mail = new MailMessage
        {
            From = new MailAddress(options.From),
            Subject = OneLine(message.Text),
            SubjectEncoding = Encoding.UTF8,
            Body = Body(message),
            BodyEncoding = Encoding.UTF8,
        };
        foreach (var to in options.To)
        {
            mail.To.Add(to);
        }
        mail.Headers.Add("Message-ID", $"<{message.DeliveryId}@{_domain}>");
        mail.Headers.Add("References", $"<{(message.Alert.AlertId.Length > 0 ? message.Alert.AlertId : message.DeliveryId)}@{_domain}>");
        mail.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: no out-of-office answers
        mail.Headers.Add("X-LiveGenre-Delivery", message.DeliveryId);
        if (message.Event == AlertMessage.Name(AlertEvent.Firing))
        {
            mail.Priority = MailPriority.High;
        }
        return mail;
    }

    private static string Body(AlertMessage message)
    {
        var alert = message.Alert;
        var body = new StringBuilder()
            .AppendLine(alert.Summary)
            .AppendLine()
            .AppendLine($"Source:    {alert.SourceName} ({alert.SourceId})")
            .AppendLine($"Rule:      {alert.Rule} ({alert.Kind})")
            .AppendLine($"State:     {alert.State}")
            .AppendLine($"Began:     {alert.ConditionTime:u}")
            .AppendLine($"Fired:     {alert.FireTime:u}");
        if (alert.RecoverTime is { } recovered)
        {
            body.AppendLine($"Recovered: {recovered:u}");
        }
        if (alert.FlapCount > 0)
        {
            body.AppendLine($"Came back: {alert.FlapCount} times");
        }
        return body.AppendLine($"Alert:     {alert.AlertId}").ToString();
    }

    private static IReadOnlyList<string?> Refused(SmtpFailedRecipientException error) => error is SmtpFailedRecipientsException { InnerExceptions: { Length: > 0 } all }
        ? [.. all.Select(e => e.FailedRecipient)]
        : [error.FailedRecipient];

    /// <summary>What a mail server answers that will not take this message from us, ever (550 to 554).</summary>
    private static bool IsRefusal(SmtpStatusCode status) => (int)status is >= 550 and <= 554;

    private static string OneLine(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
}
