using LiveGenre.Cli.Tests.Support;

namespace LiveGenre.Cli.Tests;

public class ProgramNameTests
{
    [Fact]
    public void Find_OnPathOrNot_IsWhatCanBeTyped()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch[OperatingSystem.IsWindows() ? "livegenre.exe" : "livegenre"], "");

        Assert.Equal("livegenre", ProgramName.Find($"/nonexistent{Path.PathSeparator}{scratch.Path}"));
        Assert.Matches(@"^dotnet ""?\S*livegenre\.dll""?$", ProgramName.Find("/nonexistent"));
    }
}
