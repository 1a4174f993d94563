using Google.Protobuf;
using LiveGenre.Daemon.Serving;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Serving;

public sealed class EventLogTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 50)]
    [InlineData(3, 400)]
    public void Add_AndRemoveOldest_InAnyOrder_KeepEveryEventWhole(int seed, int longest)
    {
        var random = new Random(seed);
        var log = new EventLog(expectedEvents: 5);
        var expected = new Queue<(long Timestamp, FeedEventKind Kind, byte[] Payload)>();
        for (var i = 0; i < 20_000; i++)
        {
            // Long stretches in which it grows, shrinks and stays.
            if (expected.Count > 0 && random.Next(100) < 30 + (i / 1_000 % 3 * 20))
            {
                log.RemoveOldest();
                expected.Dequeue();
            }
            else
            {
                var message = Message(i, random.Next(longest));
                var kind = (FeedEventKind)random.Next(3);
                log.Add(i, kind, message);
                expected.Enqueue((i, kind, message.ToByteArray()));
            }
            if (random.Next(100) == 0)
            {
                Assert.Equal(expected, Contents(log), (a, b) => a.Timestamp == b.Timestamp && a.Kind == b.Kind && a.Payload.SequenceEqual(b.Payload));
            }
        }
        Assert.Equal(expected.Count, log.Count);
    }

    [Fact]
    public void Add_WhatIsFarLargerThanTheUsual_IsTaken()
    {
        var log = new EventLog(expectedEvents: 4);
        var large = Message(1, 100_000);

        log.Add(0, FeedEventKind.Other, large);

        Assert.Equal(large.ToByteArray(), log.Payload(0).ToArray());
    }

    [Fact]
    public void Add_InSteadyState_AllocatesNothing()
    {
        var log = new EventLog(expectedEvents: 8);
        var message = Message(1, 300);
        void Go(int events)
        {
            for (var i = 0; i < events; i++)
            {
                log.Add(i, FeedEventKind.SteadyWindow, message);
                if (log.Count > 8)
                {
                    log.RemoveOldest();
                }
            }
        }
        Go(100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Go(1_000);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void RemoveOldest_OfNothing_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new EventLog(8).RemoveOldest());

    [Fact]
    public void Payload_OfWhatItDoesNotHold_Throws()
    {
        var log = new EventLog(8);
        log.Add(0, FeedEventKind.Other, Message(1, 1));

        Assert.Throws<ArgumentOutOfRangeException>(() => log.Payload(1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => log.Payload(-1).Length);
    }

    private static WatchGenreResponse Message(int sequence, int length) =>
        new() { Sequence = (ulong)sequence + 1, ResumeToken = new string('x', length) };

    private static IEnumerable<(long Timestamp, FeedEventKind Kind, byte[] Payload)> Contents(EventLog log) =>
        Enumerable.Range(0, log.Count).Select(i => (log[i].Timestamp, log[i].Kind, log.Payload(i).ToArray()));
}
