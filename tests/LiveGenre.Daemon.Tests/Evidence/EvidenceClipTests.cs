using LiveGenre.Daemon.Evidence;

namespace LiveGenre.Daemon.Tests.Evidence;

public sealed class EvidenceClipTests
{
    private static readonly EvidenceClip Clip = new(
        new DateTimeOffset(2026, 11, 21, 14, 4, 59, 123, TimeSpan.Zero), "fm", "rock", "jazz", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15));

    [Fact]
    public void FileName_OfAClip_SaysAllOfIt() =>
        Assert.Equal("20261121T140459.123Z,fm,rock,jazz,10000,15000.wav", Clip.FileName);

    [Theory]
    [InlineData("fm", "rock", "jazz")]
    [InlineData("studio-2_b.x", "r&b, soul/funk", "日本の歌")]
    public void TryParse_AnIdOfOurs_GivesTheClip(string source, string previous, string label)
    {
        var clip = Clip with { SourceId = source, PreviousLabel = previous, Label = label };

        Assert.True(EvidenceClip.TryParse(clip.Id, out var read));

        Assert.Equal(clip, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("programme")]
    [InlineData("20261121T140459.123Z,fm,rock,jazz,10000")]
    [InlineData("20261121T140459.123Z,fm,rock,jazz,10000,15000.wav")]
    [InlineData("20261121T140459.123Z,fm,rock,jazz,010000,15000")] // spelled otherwise
    [InlineData("20261321T140459.123Z,fm,rock,jazz,10000,15000")]
    [InlineData("20261121T140459.123Z,../fm,rock,jazz,10000,15000")]
    [InlineData("20261121T140459.123Z,fm,rock,jazz,10000,99999999999")]
    [InlineData("20261121T140459.123Z,f\0m,rock,jazz,10000,15000")] // no file has such a name
    [InlineData("99991231T235959.999Z,fm,rock,jazz,10000,15000")] // would end behind the end of time
    public void TryParse_AnythingElse_IsFalse(string id) => Assert.False(EvidenceClip.TryParse(id, out _));

    [Fact]
    public void Id_Sorted_IsByTimeThenBySource()
    {
        EvidenceClip[] clips = [Clip with { SourceId = "am", Start = Clip.Start.AddMilliseconds(1) }, Clip, Clip with { SourceId = "am" }];

        Assert.Equal([clips[2], clips[1], clips[0]], clips.OrderBy(c => c.Id, StringComparer.Ordinal));
    }
}
