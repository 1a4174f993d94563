using LiveGenre.Daemon.Pipeline;

namespace LiveGenre.Daemon.Tests.Pipeline;

public sealed class LabelMapTests
{
    private static readonly string[] Labels = ["blues", "disco", "hiphop", "pop"];

    [Fact]
    public void Create_SeveralGenresOfOneName_AreOneWithTheSumOfTheirScores()
    {
        var map = LabelMap.Create(Labels, label => label switch { "hiphop" => "Urban", "disco" => "pop", _ => null });
        var named = new float[3];

        map.Sum([0.1f, 0.2f, 0.3f, 0.4f], named);

        Assert.Equal(["blues", "pop", "Urban"], map.Names);
        Assert.Equal([0.1f, 0.6f, 0.3f], named, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Sum_IntoMemoryThatWasUsedBefore_ForgetsWhatStoodThere()
    {
        float[] named = [9, 9, 9, 9];

        LabelMap.Identity(Labels).Sum([0.25f, 0.25f, 0.25f, 0.25f], named);

        Assert.Equal([0.25f, 0.25f, 0.25f, 0.25f], named);
    }
}
