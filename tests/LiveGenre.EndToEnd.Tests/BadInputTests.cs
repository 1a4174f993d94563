using LiveGenre.EndToEnd.Tests.Support;
using LiveGenre.Protocol.V1;
using Xunit.Abstractions;

namespace LiveGenre.EndToEnd.Tests;

/// <summary>Sources that are not what they should be, all in one daemon beside one that is.</summary>
public sealed class BadInputTests(BadInputDaemon bad, ITestOutputHelper output) : IClassFixture<BadInputDaemon>, IDisposable
{
    private readonly DaemonProcess _daemon = bad.Daemon;

    [NeedsTheory(Need.FFmpeg)]
    [InlineData("empty", SourceState.Failed, "empty.mp3' is empty")]
    [InlineData("missing", SourceState.Failed, "There is no file", "missing.flac")]
    [InlineData("unreachable", SourceState.Retrying, "127.0.0.1:9", "does not answer or refuses")]
    [InlineData("short", SourceState.Ended, "end of the audio")]
    public async Task GetSource_WrongInput_HasItsStateAndReason(string id, SourceState state, params string[] words)
    {
        var received = await WatchUntilAsync(id, r => (r.Snapshot?.Source.State ?? r.SourceState?.State) == state);

        var source = (await _daemon.GetSourceAsync(id)).Source;
        Assert.Equal((state, 0ul), (source.State, source.WindowCount));
        Assert.All(words, word => Assert.Contains(word, source.StateDetail, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(received, r => r.Window is not null);
    }

    [Fact]
    public async Task Watch_EightChannels_AreMixedAndDecided()
    {
        await WatchUntilAsync("surround", r => r.Window?.Decision.Label == KnownMusic.Label);

        Assert.Equal(8u, (await _daemon.GetSourceAsync("surround")).Source.InputChannelCount);
    }

    [Fact]
    public async Task Watch_SamplesThatAreNoNumbers_AreTakenAsSilenceAndSaid()
    {
        var window = (await WatchUntilAsync("nan", r => r.Window is not null))[^1].Window;

        Assert.True(float.IsFinite(window.Level.RmsDbfs) && window.Scores.Concat(window.SmoothedScores).All(float.IsFinite), window.ToString());
        Assert.Contains("no numbers (NaN or infinite)", _daemon.Log, StringComparison.Ordinal);
    }

    public void Dispose() => output.WriteLine(_daemon.Log);

    private async Task<IReadOnlyList<WatchGenreResponse>> WatchUntilAsync(string id, Func<WatchGenreResponse, bool> isSo)
    {
        using var subscription = _daemon.Watch(id);
        await subscription.Events.WaitForAsync(isSo, "what was expected");
        return [.. subscription.Events.All.Select(e => e.Response)];
    }
}
