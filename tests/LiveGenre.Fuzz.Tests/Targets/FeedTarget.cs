using System.Buffers.Binary;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Fuzz.Tests.Engine;
using LiveGenre.Protocol.V1;
using Activity = LiveGenre.Core.Decisions.Activity;

namespace LiveGenre.Fuzz.Tests.Targets;

/// <summary>Subscribers that resume wherever they like, at a feed that goes on meanwhile.</summary>
internal static class FeedTarget
{
    private const long Epoch = 7;
    private const int Step = 17; // what to do, an epoch, a sequence

    private static readonly TimedSegment Segment = new(new(1, Activity.Music, 0, 22_050, 0.9f, 1), LabelMap.Identity(["jazz", "rock"]), new StreamClock(22_050));

    public static FuzzTarget Create() => new("feed", 40,
        [Steps((0, Epoch, 0), (1, Epoch, 1), (2, Epoch, 3)), Steps((1, 0, 0), (1, Epoch, ulong.MaxValue), (0, 0, 0), (3, Epoch, 2)), Steps((4, 0, 0), (1, Epoch, 1))],
        [[1, 0, 0, 0, 0, 0, 0, 0, 7], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]], Run);

    private static bool Run(byte[] input)
    {
        var description = new SourceDescription("fm", "FM", "test", "m", ["jazz", "rock"], TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2));
        var feed = new SourceFeed(description, new ServingOptions(), Epoch, TimeProvider.System);
        for (var at = 0; at + Step <= input.Length && at < 200 * Step; at += Step)
        {
            var token = new ResumeToken(BinaryPrimitives.ReadInt64BigEndian(input.AsSpan(at + 1)), BinaryPrimitives.ReadUInt64BigEndian(input.AsSpan(at + 9)));
            switch (input[at] % 5)
            {
                case 0:
                    feed.PublishWindow(new GenreWindow { Decision = new() { Label = "rock" }, Level = new(), WindowEndTime = new() }, Segment, isChange: true);
                    break;
                case 1:
                    Subscribe(feed, token);
                    break;
                case 2:
                    feed.PublishGap(new Gap { LostSampleCount = token.Sequence });
                    break;
                case 3:
                    feed.ChangeState((SourceState)(token.Sequence % 9), "…");
                    break;
                default:
                    feed.Describe(description with { ModelId = "n" });
                    break;
            }
        }
        return input.Length >= Step;
    }

    private static void Subscribe(SourceFeed feed, ResumeToken token)
    {
        var (first, subscription) = feed.Subscribe(new WatchGenreRequest(), token);
        using var owned = subscription;
        feed.Unsubscribe(subscription);
        var events = first.Select(item => WatchGenreResponse.Parser.ParseFrom(item.Message.Payload.Span)).ToList();
        var snapshot = events.FindIndex(e => e.EventCase == WatchGenreResponse.EventOneofCase.Snapshot);
        FuzzException.Require(snapshot is 0 or 1 && (snapshot == 0 || events[0].EventCase == WatchGenreResponse.EventOneofCase.Reset), "It does not begin with a snapshot.");
        FuzzException.Require(events.Skip(snapshot).Zip(events.Skip(snapshot + 1)).All(pair => pair.First.Sequence + 1 == pair.Second.Sequence), "Something is missing behind the snapshot.");
    }

    private static byte[] Steps(params (byte What, long Epoch, ulong Sequence)[] steps)
    {
        var bytes = new byte[steps.Length * Step];
        foreach (var (index, step) in steps.Index())
        {
            bytes[index * Step] = step.What;
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(index * Step + 1), step.Epoch);
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(index * Step + 9), step.Sequence);
        }
        return bytes;
    }
}
