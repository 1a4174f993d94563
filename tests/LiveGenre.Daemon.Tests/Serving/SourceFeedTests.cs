using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Grpc.RichErrors;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Serving;

public sealed class SourceFeedTests
{
    private readonly ManualTime _time = new();
    private readonly SourceFeed _feed;

    public SourceFeedTests() => _feed = NewFeed(epoch: 1);

    [Fact]
    public void Subscribe_WithoutToken_BeginsWithASnapshotOfTheNewestWindow()
    {
        Publish("jazz");

        var (first, _) = _feed.Subscribe(new(), null);

        var response = Assert.Single(Read(first));
        Assert.Equal("jazz", response.Snapshot.Window.Decision.Label);
        Assert.Equal("jazz", response.Snapshot.OpenSegment.Label);
        Assert.Equal(["jazz", "rock"], response.Snapshot.Source.Labels);
        Assert.Equal(1u, response.Sequence);
    }

    [Fact]
    public void Subscribe_WithTheLastToken_LosesNothingInBetween()
    {
        Publish("jazz");
        var token = Read(_feed.Subscribe(new(), null).First)[^1].ResumeToken;
        Publish("rock");
        Publish("rock");
        _feed.PublishGap(new Gap { LostSampleCount = 5 });

        var responses = Read(_feed.Subscribe(new(), Decode(token)).First);

        Assert.Equal(WatchGenreResponse.EventOneofCase.Snapshot, responses[0].EventCase);
        Assert.Equal([1, 2, 3, 4], responses.Select(r => (int)r.Sequence));
        Assert.Equal(5u, responses[^1].Gap.LostSampleCount);
    }

    [Fact]
    public void Subscribe_CutOffAfterTheSnapshot_StillLosesNothing()
    {
        Publish("jazz");
        var token = Read(_feed.Subscribe(new(), null).First)[^1].ResumeToken;
        Publish("rock");
        var second = Read(_feed.Subscribe(new(), Decode(token)).First)[0].ResumeToken; // read the snapshot, and was cut off

        var responses = Read(_feed.Subscribe(new(), Decode(second)).First);

        Assert.Equal("rock", responses[^1].Window.Decision.Label);
        Assert.Equal(2u, responses[^1].Sequence);
    }

    [Fact]
    public void Subscribe_WithAnExpiredToken_SaysResetBeforeTheSnapshot()
    {
        Publish("jazz");
        var token = Read(_feed.Subscribe(new(), null).First)[^1].ResumeToken;
        Publish("rock");
        _time.Advance(TimeSpan.FromMinutes(6));
        Publish("rock");

        var responses = Read(_feed.Subscribe(new(), Decode(token)).First);

        Assert.Equal(Reset.Types.Reason.TokenExpired, responses[0].Reset.Reason);
        Assert.Equal("rock", responses[1].Snapshot.Window.Decision.Label);
        Assert.Equal(2, responses.Count);
    }

    [Theory]
    [InlineData(-90)]
    [InlineData(90)]
    public void Subscribe_AfterTheSystemClockWasSet_FindsWhatIsYoungAndNothingElse(int minutes)
    {
        Publish("jazz");
        var token = Read(_feed.Subscribe(new(), null).First)[^1].ResumeToken;
        Publish("rock");
        _time.StepWallClock(TimeSpan.FromMinutes(minutes));
        Publish("rock");
        var young = Read(_feed.Subscribe(new(), Decode(token)).First);
        _time.Advance(TimeSpan.FromMinutes(6));

        var old = Read(_feed.Subscribe(new(), Decode(token)).First);

        Assert.Equal([1, 2, 3], young.Select(r => (int)r.Sequence));
        Assert.Equal(Reset.Types.Reason.TokenExpired, old[0].Reset.Reason);
    }

    [Fact]
    public void Subscribe_WithATokenOfAnEarlierRun_SaysReset()
    {
        Publish("jazz");
        var token = Read(_feed.Subscribe(new(), null).First)[^1].ResumeToken;
        var restarted = NewFeed(epoch: 2);

        var responses = Read(restarted.Subscribe(new(), Decode(token)).First);

        Assert.Equal(Reset.Types.Reason.NewEpoch, responses[0].Reset.Reason);
    }

    [Fact]
    public void Subscribe_WithTheNewestTokenAfterALongQuiet_NeedsNoReset()
    {
        Publish("jazz");
        var token = Read(_feed.Subscribe(new(), null).First)[^1].ResumeToken;
        _time.Advance(TimeSpan.FromMinutes(30));

        var response = Assert.Single(Read(_feed.Subscribe(new(), Decode(token)).First));

        Assert.NotNull(response.Snapshot);
    }

    [Fact]
    public void Offer_ToASlowCoalescingSubscriber_KeepsTheNewestAndCountsTheRest()
    {
        var (_, slow) = _feed.Subscribe(new(), null);
        for (var i = 0; i < 10; i++)
        {
            Publish("jazz");
        }

        Assert.Equal([(7, 6), (8, 0), (9, 0), (10, 0)], ReadAll(slow).Select(e => ((int)e.Event.Sequence, e.Lost)));
    }

    [Fact]
    public void Offer_WhileASlowSubscriberHasReadAnEvent_CountsTheLossBehindItBeforeTheNext()
    {
        var (_, slow) = _feed.Subscribe(new(), null);
        for (var i = 0; i < 5; i++)
        {
            Publish("jazz");
        }
        Assert.True(slow.Events.TryRead(out var second)); // the queue holds four: the first is lost
        Publish("jazz");
        _feed.Beat();
        Publish("jazz"); // with it the third and the fourth are

        Assert.Equal((2ul, 1), (second.Event.Sequence, slow.CountLostBefore(second)));
        Assert.Equal([(5, 2), (6, 0), (6, 0), (7, 0)], ReadAll(slow).Select(e => ((int)e.Event.Sequence, e.Lost)));
    }

    [Fact]
    public async Task Offer_ToASlowDisconnectingSubscriber_EndsItsStream()
    {
        var (_, slow) = _feed.Subscribe(new() { SlowConsumer = SlowConsumer.Disconnect }, null);
        for (var i = 0; i < 10; i++)
        {
            Publish("jazz");
        }

        await Assert.ThrowsAsync<TaskCanceledException>(() => Task.Delay(TimeSpan.FromSeconds(10), slow.Overflowed));
        Assert.Equal(4, Drain(slow).Count);
        var error = await Assert.ThrowsAsync<RpcException>(async () => await slow.Events.Completion);
        Assert.Equal((StatusCode.ResourceExhausted, "SUBSCRIBER_TOO_SLOW"), (error.StatusCode, error.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason));
    }

    [Fact]
    public void Offer_ToAStalledSubscriber_DelaysNobodyElse()
    {
        _feed.Subscribe(new(), null);
        var (_, quick) = _feed.Subscribe(new(), null);
        var received = new List<(FeedEvent Event, int Lost)>();
        for (var i = 0; i < 1_000; i++)
        {
            Publish("jazz");
            received.AddRange(ReadAll(quick));
        }

        Assert.Equal((1_000, 0), (received.Count, received.Sum(e => e.Lost)));
    }

    [Fact]
    public void Subscribe_ForChanges_LeavesSteadyWindowsOut()
    {
        var (_, subscription) = _feed.Subscribe(new() { Updates = Updates.Changes }, null);
        Publish("jazz", isChange: true);
        Publish("jazz");
        Publish("rock", isChange: true);
        _feed.ChangeState(SourceState.Running, "");

        Assert.Equal([1, 3, 4], Drain(subscription).Select(e => (int)e.Sequence));
    }

    [Fact]
    public void ChangeState_ToTheSameState_PublishesOnce()
    {
        var (_, subscription) = _feed.Subscribe(new(), null);
        _feed.ChangeState(SourceState.NoData, "Nothing arrives.");
        _feed.ChangeState(SourceState.NoData, "Nothing arrives.");

        var change = Assert.Single(Read(Drain(subscription))).SourceState;

        Assert.Equal((SourceState.NoData, SourceState.Starting), (change.State, change.PreviousState));
    }

    [Fact]
    public void Beat_CarriesTheLastSequenceAndIsNotKept()
    {
        Publish("jazz");
        var (_, subscription) = _feed.Subscribe(new(), null);
        _feed.AudioTime = () => (_time.GetUtcNow(), TimeSpan.FromSeconds(4));

        _feed.Beat();

        var heartbeat = Assert.Single(Read(Drain(subscription)));
        Assert.Equal(1u, heartbeat.Sequence);
        Assert.Equal(4, heartbeat.Heartbeat.AudioOffset.Seconds);
        Assert.Single(_feed.Subscribe(new(), null).First);
    }

    [Fact]
    public void Describe_WhileSomebodySubscribes_IsASnapshotInBandThatCarriesNothingOver()
    {
        Publish("jazz");
        var (_, subscription) = _feed.Subscribe(new(), null);

        _feed.Describe(Renamed);

        var response = Assert.Single(Read(Drain(subscription)));
        Assert.Equal(2u, response.Sequence);
        Assert.Equal(["swing", "rock", "pop"], response.Snapshot.Source.Labels);
        Assert.Equal((null, null), (response.Snapshot.Window, response.Snapshot.OpenSegment));
    }

    [Fact]
    public void Subscribe_ResumedFromBeforeADescription_BeginsWithTheLabelsOfWhatFollows()
    {
        var token = Read(_feed.Subscribe(new(), null).First)[^1].ResumeToken;
        Publish("jazz");
        _feed.Describe(Renamed);
        Publish("swing");

        var responses = Read(_feed.Subscribe(new(), Decode(token)).First);

        Assert.Equal(["jazz", "rock"], responses[0].Snapshot.Source.Labels);
        Assert.Equal("jazz", responses[1].Window.Decision.Label);
        Assert.Equal(["swing", "rock", "pop"], responses[2].Snapshot.Source.Labels);
        Assert.Equal("swing", responses[3].Window.Decision.Label);
    }

    [Fact]
    public void Describe_ToASlowSubscriber_IsKeptWhenTheQueueOverflows()
    {
        var (_, subscription) = _feed.Subscribe(new(), null);
        _feed.Describe(Renamed);
        for (var i = 0; i < 6; i++)
        {
            Publish("swing");
        }

        var kept = subscription.TakeDisplaced();

        Assert.Equal(["swing", "rock", "pop"], Read([kept!])[0].Snapshot.Source.Labels);
        Assert.Equal(2, ReadAll(subscription).Sum(e => e.Lost));
        Assert.Null(subscription.TakeDisplaced());
    }

    [Fact]
    public async Task Close_EndsSubscriptionsBehindWhatWaitsAndRefusesNewOnes()
    {
        var (_, subscription) = _feed.Subscribe(new(), null);
        Publish("jazz");

        _feed.Close(RequestErrors.UnknownSource("fm", ["am"]));

        Assert.Single(Drain(subscription));
        var error = await Assert.ThrowsAsync<RpcException>(async () => await subscription.Events.WaitToReadAsync());
        Assert.Equal((StatusCode.NotFound, "There is no source 'fm'; there are: am."), (error.StatusCode, error.Status.Detail));
        Assert.Throws<RpcException>(() => _feed.Subscribe(new(), null));
    }

    private static SourceDescription Renamed =>
        new("fm", "FM", "demo", "other", ["swing", "rock", "pop"], TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2));

    private static List<FeedEvent> Drain(Subscription subscription) => [.. ReadAll(subscription).Select(e => e.Event)];

    private static List<(FeedEvent Event, int Lost)> ReadAll(Subscription subscription)
    {
        var events = new List<(FeedEvent, int)>();
        while (subscription.Events.TryRead(out var waiting))
        {
            events.Add((waiting.Event, subscription.CountLostBefore(waiting)));
        }
        return events;
    }

    private static List<WatchGenreResponse> Read(IEnumerable<FeedEvent> events) =>
        [.. events.Select(e => WatchGenreResponse.Parser.ParseFrom(e.Message.Payload.Span))];

    private static ResumeToken Decode(string text) =>
        ResumeToken.TryDecode(text, "fm", out var token) ? token : throw new InvalidOperationException(text);

    private SourceFeed NewFeed(long epoch) => new(
        new SourceDescription("fm", "FM", "demo", "model", ["jazz", "rock"], TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2)),
        new ServingOptions { SubscriberQueueLength = 4 }, epoch, _time);

    private void Publish(string label, bool isChange = false) => _feed.PublishWindow(
        new GenreWindow { Decision = new Decision { Label = label } },
        new(new(0, Core.Decisions.Activity.Music, 0, 22_050, 0.9f, 1), LabelMap.Identity([label]), new StreamClock(22_050)), isChange);
}
