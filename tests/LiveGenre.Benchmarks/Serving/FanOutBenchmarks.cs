using BenchmarkDotNet.Attributes;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Protocol.V1;
using Activity = LiveGenre.Core.Decisions.Activity;

namespace LiveGenre.Benchmarks.Serving;

/// <summary>One window published to the queues of all subscribers of its source: numbered, serialised once, offered. What a network takes is in the run <c>subscribers</c>.</summary>
[MemoryDiagnoser]
public class FanOutBenchmarks
{
    private readonly GenreWindow _window = new() { SourceId = "fm", Decision = new() { Label = "jazz" }, Level = new() };
    private readonly TimedSegment _segment = new(new(0, Activity.Music, 0, 22_050, 0.9f, 1), LabelMap.Identity(["jazz"]), new StreamClock(22_050));
    private SourceFeed _feed = null!;

    [Params(0, 100, 2_000)]
    public int Subscribers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _window.Scores.AddRange(new float[11]);
        _window.SmoothedScores.AddRange(new float[11]);
        _window.ActivityScores.AddRange(new float[4]);
        _feed = new SourceFeed(
            new("fm", "FM", "benchmark", "model", ["jazz"], TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2)),
            new ServingOptions { ResumeWindow = TimeSpan.FromSeconds(1) }, epoch: 1, TimeProvider.System);
        for (var i = 0; i < Subscribers; i++)
        {
            _feed.Subscribe(new WatchGenreRequest(), null);
        }
    }

    [Benchmark]
    public void Publish() => _feed.PublishWindow(_window, _segment, isChange: false);
}
