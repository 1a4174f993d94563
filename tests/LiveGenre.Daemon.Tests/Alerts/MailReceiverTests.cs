using System.Text;
using LiveGenre.Daemon.Alerts.Delivery;
using LiveGenre.Daemon.Alerts.Rules;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Tests.Alerts;

public sealed class MailReceiverTests
{
    [Fact]
    public async Task Send_ReachesTheMailServer_AsOneThreadOfOneAlert()
    {
        using var server = new SmtpServer();
        var receiver = new MailReceiver(Options(server, "ops@example.org", "night@example.org"));
        var alert = AlertParts.NewAlert();

        var firing = AlertMessage.Create("f1", AlertEvent.Firing, alert, "Füllig FM\nX: y");
        Assert.Equal(DeliveryResult.Delivered, await receiver.SendAsync(firing, default));
        Assert.Equal(DeliveryResult.Delivered, await receiver.SendAsync(AlertMessage.Create("r1", AlertEvent.Recovered, alert, "FM"), default));

        Assert.Equal(2, server.Mails.Count);
        Assert.Contains("MAIL FROM:<livegenre@example.org>", server.Commands[1], StringComparison.Ordinal);
        Assert.Equal(4, server.Commands.Count(c => c.StartsWith("RCPT TO:", StringComparison.Ordinal)));
        var headers = server.Mails[0][..server.Mails[0].IndexOf("\n\n", StringComparison.Ordinal)];
        Assert.Contains("Message-ID: <f1@example.org>", headers, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated", headers, StringComparison.Ordinal);
        Assert.DoesNotContain("\nX: y", headers, StringComparison.Ordinal);
        Assert.All(server.Mails, mail => Assert.Contains($"References: <{alert.AlertId}@example.org>", mail, StringComparison.Ordinal));
        Assert.Contains("No sound for 30 s: every sample is zero.", Body(server.Mails[0]), StringComparison.Ordinal);
        Assert.Contains("Subject: [FM] silence recovered: No sound for 30 s", server.Mails[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_WithAPassword_LogsIn()
    {
        using var server = new SmtpServer();
        var options = new AlertReceiverOptions
        {
            SmtpHost = "127.0.0.1",
            SmtpPort = server.Port,
            SmtpTls = false,
            SmtpUser = "ada",
            SmtpPassword = new Secret("lovelace"),
            From = "livegenre@example.org",
            To = ["ops@example.org"],
        };

        Assert.True((await new MailReceiver(options).SendAsync(Message(), default)).IsDelivered);

        Assert.Contains("lovelace", server.Commands);
    }

    [Fact]
    public async Task Send_ToAServerWithoutTls_SendsNothingInTheClear()
    {
        using var server = new SmtpServer();
        var options = new AlertReceiverOptions { SmtpHost = "127.0.0.1", SmtpPort = server.Port, From = "livegenre@example.org", To = ["ops@example.org"] };

        var result = await new MailReceiver(options).SendAsync(Message(), default);

        Assert.False(result.IsDelivered);
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task Send_WhereOneRecipientIsRefused_TellsTheOthersOnce()
    {
        using var server = new SmtpServer { Refused = "gone@example.org" };

        var result = await new MailReceiver(Options(server, "ops@example.org", "gone@example.org")).SendAsync(Message(), default);

        Assert.True(result.IsDelivered);
        Assert.Contains("gone@example.org", result.Trouble, StringComparison.Ordinal);
        Assert.Single(server.Mails);
    }

    [Fact]
    public async Task Send_WhereAllAreRefused_IsFinal()
    {
        using var server = new SmtpServer { Refused = "gone@example.org" };

        var result = await new MailReceiver(Options(server, "gone@example.org")).SendAsync(Message(), default);

        Assert.Equal((false, true), (result.IsDelivered, result.IsFinal));
    }

    [Fact]
    public async Task Send_WhereNobodyListens_MayBeTriedAgain()
    {
        var server = new SmtpServer();
        var options = Options(server, "ops@example.org");
        server.Dispose();

        var result = await new MailReceiver(options).SendAsync(Message(), default);

        Assert.Equal((false, false), (result.IsDelivered, result.IsFinal));
        Assert.Contains("refused", result.Trouble, StringComparison.OrdinalIgnoreCase);
    }

    private static AlertMessage Message() => AlertMessage.Create("0", AlertEvent.Firing, AlertParts.NewAlert(), "FM");

    private static AlertReceiverOptions Options(SmtpServer server, params string[] to) => new()
    {
        SmtpHost = "127.0.0.1",
        SmtpPort = server.Port,
        SmtpTls = false,
        From = "livegenre@example.org",
        To = to,
    };

    /// <summary>The body, which is sent as base64.</summary>
    private static string Body(string mail)
    {
        var body = mail[mail.IndexOf("\n\n", StringComparison.Ordinal)..].ReplaceLineEndings("");
        return Encoding.UTF8.GetString(Convert.FromBase64String(body));
    }
}
