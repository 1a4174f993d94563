using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LiveGenre.Daemon.Alerts.Rules;
using LiveGenre.Daemon.Alerts.Storage;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Alerts;

/// <summary>Messages to a web server of somebody else's, over HTTP.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private const string Key = "a key of enough characters";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-alerts-");
    private HttpReceiver _server = null!;
    private AlertParts? _parts;

    public async Task InitializeAsync() => _server = await HttpReceiver.StartAsync();

    public async Task DisposeAsync()
    {
        if (_parts is not null)
        {
            await _parts.DisposeAsync();
        }
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Webhook_GetsTheMessage_SignedSoThatItCanBeVerified()
    {
        var parts = await StartAsync();

        parts.Send(AlertEvent.Firing);
        await _server.WaitForAsync(1);
        await WaitFor(parts, DeliveryState.Delivered);

        var post = Assert.Single(_server.Posts);
        var signed = Encoding.UTF8.GetBytes($"{post.Headers["X-LiveGenre-Timestamp"]}.{post.Body}");
        Assert.Equal($"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), signed))}", post.Headers["X-LiveGenre-Signature"]);
        Assert.Equal("Bearer token", post.Headers["Authorization"]);
        Assert.Equal("application/json; charset=utf-8", post.Headers["Content-Type"]);
        Assert.Equal(post.Json.GetProperty("delivery_id").GetString(), post.Headers["X-LiveGenre-Delivery"]);
        Assert.Equal("[FM] silence firing: No sound for 30 s: every sample is zero.", post.Json.GetProperty("text").GetString());
        var alert = post.Json.GetProperty("alert");
        Assert.Equal(
            ("fm", "FM", "silence", "firing", "1970-01-01T00:00:30+00:00"),
            (Text(alert, "source_id"), Text(alert, "source_name"), Text(alert, "kind"), Text(alert, "state"), Text(alert, "fire_time")));
        Assert.False(alert.TryGetProperty("recover_time", out _));
    }

    [Fact]
    public async Task Webhook_ThatFailsForAWhile_GetsTheSameMessageUntilItTakesIt()
    {
        var parts = await StartAsync();
        var calls = 0;
        _server.Answer = http =>
        {
            http.Response.StatusCode = ++calls < 3 ? 503 : 204;
            return Task.CompletedTask;
        };

        parts.Send(AlertEvent.Firing);
        await WaitFor(parts, DeliveryState.Delivered);

        Assert.Equal(3, _server.Posts.Count);
        Assert.Single(_server.Posts.Select(p => p.Body).Distinct());
        Assert.Equal(3u, Only(parts).AttemptCount);
        Assert.Equal("", Only(parts).Trouble);
    }

    [Fact]
    public async Task Webhook_ThatIsDown_LearnsInOrderOnceItIsBack()
    {
        var parts = await StartAsync();
        _server.AnswerWith(503);
        foreach (var happened in new[] { AlertEvent.Firing, AlertEvent.Reminder, AlertEvent.Recovered })
        {
            parts.Send(happened);
        }
        await _server.WaitForAsync(2);
        Assert.All(_server.Posts, p => Assert.Equal("firing", p.Event)); // nobody hears of an end before the beginning

        _server.AnswerWith(200);
        await Wait.UntilAsync(() => Deliveries(parts).All(d => d.State == DeliveryState.Delivered), "all deliveries");

        Assert.Equal(["firing", "reminder", "recovered"], _server.Posts.Select(p => p.Event).Distinct());
    }

    [Fact]
    public async Task Webhook_ThatIsDownWhileTheClockIsSetBack_LearnsInOrderAllTheSame()
    {
        var time = new ManualTime();
        var parts = await StartAsync(o => o with { Timeout = TimeSpan.FromDays(1) }, time: time);
        _server.AnswerWith(503);
        parts.Send(AlertEvent.Firing);
        await _server.WaitForAsync(1);
        parts.Send(AlertEvent.Reminder);
        await parts.DisposeAsync();
        time.StepWallClock(TimeSpan.FromHours(-1));

        var restarted = await StartAsync(o => o with { Timeout = TimeSpan.FromDays(1) }, time: time);
        restarted.Send(AlertEvent.Recovered);
        _server.AnswerWith(200);
        await Wait.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return Deliveries(restarted).All(d => d.State == DeliveryState.Delivered);
        }, "all deliveries");

        Assert.Equal(["firing", "reminder", "recovered"], _server.Posts.Select(p => p.Event).Distinct());
    }

    [Fact]
    public async Task Webhook_ThatNeverTakesIt_IsGivenUpAndMayBeTriedAgain()
    {
        var time = new ManualTime();
        // The clock runs much faster than the web server answers.
        var parts = await StartAsync(o => o with { GiveUpAfter = TimeSpan.FromHours(1), Timeout = TimeSpan.FromDays(1) }, time: time);
        _server.AnswerWith(500);

        parts.Send(AlertEvent.Firing);
        await Wait.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return Only(parts).State == DeliveryState.Dead;
        }, "the end of all patience");
        Assert.Equal("127.0.0.1 answered 500 Internal Server Error.", Only(parts).Trouble);
        Assert.InRange(Only(parts).AttemptCount, 2u, 2_000u);
        var (dead, _) = parts.Book.ListDeliveries(d => d.Facts.State == DeliveryState.Dead, "", 10);

        Assert.Equal(DeliveryState.Dead, (await parts.Deliveries.RetryAsync(dead[0], default))!.Facts.State);
        _server.AnswerWith(200);
        var retried = await parts.Deliveries.RetryAsync(dead[0], default);

        Assert.Equal(DeliveryState.Delivered, retried!.Facts.State);
        Assert.Equal(DeliveryState.Delivered, Only(parts).State);
        Assert.Single(_server.Posts.Select(p => p.Body).Distinct());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(410)]
    [InlineData(422)]
    public async Task Webhook_ThatRefusesTheMessage_IsNotAskedAgain(int status)
    {
        var parts = await StartAsync();
        _server.AnswerWith(status);

        parts.Send(AlertEvent.Firing);
        await WaitFor(parts, DeliveryState.Dead);

        Assert.Single(_server.Posts);
    }

    [Fact]
    public async Task Webhook_ThatRedirects_IsNotFollowed()
    {
        var parts = await StartAsync(o => o with { GiveUpAfter = TimeSpan.Zero });
        await using var elsewhere = await HttpReceiver.StartAsync();
        _server.Answer = http =>
        {
            http.Response.Redirect(elsewhere.Url);
            return Task.CompletedTask;
        };

        parts.Send(AlertEvent.Firing);
        await WaitFor(parts, DeliveryState.Dead);

        Assert.Empty(elsewhere.Posts);
        Assert.Equal("127.0.0.1 answered 302 Found.", Only(parts).Trouble);
    }

    [Fact]
    public async Task Webhook_ThatDoesNotAnswer_IsLeftAfterItsTimeout()
    {
        var parts = await StartAsync(o => o with { GiveUpAfter = TimeSpan.Zero, Timeout = TimeSpan.FromSeconds(0.3) });
        _server.Answer = http => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

        parts.Send(AlertEvent.Firing);
        await WaitFor(parts, DeliveryState.Dead);

        Assert.Equal("No answer within 0.3 s.", Only(parts).Trouble);
    }

    [Fact]
    public async Task Webhook_ThatCannotBeReached_KeepsItsUrlOutOfTheTrouble()
    {
        var url = _server.Url;
        await _server.DisposeAsync();
        var parts = await StartAsync(o => o with { GiveUpAfter = TimeSpan.Zero, Url = url });

        parts.Send(AlertEvent.Firing);
        await WaitFor(parts, DeliveryState.Dead);

        Assert.Contains("refused", Only(parts).Trouble, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("in-the-", Only(parts).Trouble, StringComparison.Ordinal);
        _server = await HttpReceiver.StartAsync();
    }

    [Fact]
    public async Task Restart_WithAMessageOnItsWay_SendsItAfterwards()
    {
        var parts = await StartAsync();
        _server.AnswerWith(503);
        parts.Send(AlertEvent.Firing);
        await _server.WaitForAsync(1);
        await parts.DisposeAsync();

        _server.AnswerWith(200);
        var restarted = await StartAsync();
        await WaitFor(restarted, DeliveryState.Delivered);

        Assert.Single(_server.Posts.Select(p => p.Body).Distinct());
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.FullName), f => File.ReadAllText(f).Contains(Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Restart_WithoutTheReceiver_GivesItsMessagesUp()
    {
        var parts = await StartAsync();
        _server.AnswerWith(503);
        parts.Send(AlertEvent.Firing);
        await parts.DisposeAsync();

        _parts = AlertParts.Create(new(), Store, TimeProvider.System);
        await _parts.Deliveries.StartAsync(default);
        await WaitFor(_parts, DeliveryState.Dead);

        Assert.Equal("The receiver is no longer in the settings.", Only(_parts).Trouble);
    }

    [Fact]
    public async Task Save_WithoutADisk_DeliversAllTheSameAndWritesOnceThereIsOne()
    {
        var blocker = Path.Combine(_folder.FullName, "data");
        await File.WriteAllTextAsync(blocker, "a file where the folder should be");
        var file = Path.Combine(blocker, "alerts.db");
        var parts = await StartAsync(file: file);

        parts.Send(AlertEvent.Firing);
        await WaitFor(parts, DeliveryState.Delivered);
        File.Delete(blocker);
        parts.Book.SaveLeftovers();

        using var store = new AlertStore(file);
        Assert.Equal(DeliveryState.Delivered, Assert.Single(store.Load().Deliveries).Facts.State);
    }

    [Fact]
    public async Task Test_ReachesTheReceiversThatWereNamed()
    {
        var parts = await StartAsync();

        var sent = await parts.Deliveries.TestAsync("", default);

        Assert.Equal(("ops", "test", DeliveryState.Delivered), (Assert.Single(sent).Facts.Receiver, sent[0].Facts.Event, sent[0].Facts.State));
        Assert.Equal("test", Assert.Single(_server.Posts).Event);
        Assert.Empty(await parts.Deliveries.TestAsync("nobody", default));
    }

    private string Store => Path.Combine(_folder.FullName, "alerts.db");

    private async Task<AlertParts> StartAsync(Func<Setup, Setup>? change = null, string? file = null, TimeProvider? time = null)
    {
        var setup = new Setup(TimeSpan.FromHours(12), TimeSpan.FromSeconds(30), _server.Url);
        setup = change?.Invoke(setup) ?? setup;
        var options = new AlertsOptions
        {
            GiveUpAfter = setup.GiveUpAfter,
            FirstRetryDelay = TimeSpan.FromSeconds(0.05),
            MaxRetryDelay = time is null ? TimeSpan.FromSeconds(0.2) : TimeSpan.FromMinutes(10),
            Receivers =
            [
                new()
                {
                    Name = "ops", Kind = AlertReceiverKind.Webhook, Url = new Secret(setup.Url), Secret = new Secret(Key),
                    Authorization = new Secret("Bearer token"), Timeout = setup.Timeout,
                },
            ],
        };
        _parts = AlertParts.Create(options, file ?? Store, time ?? TimeProvider.System);
        await _parts.Deliveries.StartAsync(default);
        return _parts;
    }

    private static Task WaitFor(AlertParts parts, DeliveryState state) =>
        Wait.UntilAsync(() => Deliveries(parts) is [var only] && only.State == state, state.ToString());

    private static IReadOnlyList<Protocol.V1.Delivery> Deliveries(AlertParts parts) =>
        [.. parts.Book.ListDeliveries(_ => true, "", 100).Page.Select(d => d.Facts)];

    private static Protocol.V1.Delivery Only(AlertParts parts) => Assert.Single(Deliveries(parts));

    private static string? Text(JsonElement json, string key) => json.GetProperty(key).GetString();

    private sealed record Setup(TimeSpan GiveUpAfter, TimeSpan Timeout, string Url);
}
