using LiveGenre.Cli.Arguments;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Tests.Arguments;

public sealed class TargetTextTests
{
    public static TheoryData<string, SourceTarget> Targets => new()
    {
        { "rock=60", new() { Label = "rock", Share = 0.6 } },
        { "Urban Dance=60~2.5", new() { Label = "Urban Dance", Share = 0.6, Tolerance = 0.025 } },
        { "talk=..15", new() { Activity = TargetActivity.Talk, Maximum = 0.15 } },
        { "Silence=0..1@Late Night", new() { Activity = TargetActivity.Silence, Minimum = 0, Maximum = 0.01, DayPart = "Late Night" } },
        { "jazz=20..", new() { Label = "jazz", Minimum = 0.2 } },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public void Parse_Target_IsRead(string text, SourceTarget expected) => Assert.Equal(expected, TargetText.Parse(text));

    [Theory]
    [MemberData(nameof(Targets))]
    public void Write_Target_IsReadAsTheSame(string _, SourceTarget target) => Assert.Equal(target, TargetText.Parse(TargetText.Write(target)));

    [Theory]
    [InlineData("rock")]
    [InlineData("rock=")]
    [InlineData("rock=..")]
    [InlineData("=60")]
    [InlineData("rock=60%")]
    [InlineData("rock=60@")]
    [InlineData("rock=160")]
    [InlineData("rock=60~160")]
    [InlineData("rock=..160")]
    [InlineData("rock=50..20")]
    public void Parse_NoTarget_IsNull(string text) => Assert.Null(TargetText.Parse(text));
}
