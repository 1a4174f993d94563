using LiveGenre.Cli.Output;
using LiveGenre.Cli.Tests.Support;

namespace LiveGenre.Cli.Tests;

public sealed class OutputPathTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("classify IN/song.wav --plot OUT/song.svg")]
    [InlineData("evaluate IN --report OUT/report.html")]
    [InlineData("evaluate-stream IN --report OUT/report.html")]
    [InlineData("features IN IN/song.wav")]
    [InlineData("report --address http://127.0.0.1:9 --out OUT/week.csv")]
    [InlineData("watch --address http://127.0.0.1:9 --snapshot OUT/watch.svg")]
    [InlineData("support --address http://127.0.0.1:9 --out OUT/support.zip")]
    public async Task Command_WhoseOutputCannotBeWritten_SaysSoBeforeAnythingElse(string line)
    {
        Wav.Write(_scratch["IN/song.wav"], 5, Wav.Chord);
        var arguments = line.Split(' ').Select(word => word.StartsWith("IN", StringComparison.Ordinal) || word.StartsWith("OUT", StringComparison.Ordinal) ? Path.Combine(_scratch.Path, word) : word);

        var outcome = await Livegenre.RunAsync(arguments);

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("cannot be written: ", Assert.Single(outcome.Errors), StringComparison.Ordinal);
        Assert.Equal(["song.wav"], Directory.EnumerateFiles(_scratch.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public void RequireFile_FileThatCanBeWritten_LeavesThingsAsTheyAre()
    {
        File.WriteAllText(_scratch["old.html"], "mine");

        OutputPath.RequireFile("--out", new(_scratch["old.html"]));
        OutputPath.RequireFile("--out", new(_scratch["new.html"]));
        OutputPath.RequireFile("--out", null);

        Assert.Equal("mine", File.ReadAllText(_scratch["old.html"]));
        Assert.False(File.Exists(_scratch["new.html"]));
    }

    [Fact]
    public void RequireFile_Folder_SaysThatItIsOne()
    {
        var error = Assert.Throws<CommandFailedException>(() => OutputPath.RequireFile("--out", new(_scratch.Path)));

        Assert.Equal($"--out {_scratch.Path} cannot be written: it is a folder; name a file in it.", error.Message);
    }

    [Fact]
    public void RequireFolder_NewOne_IsMadeAndEmpty()
    {
        var folder = new DirectoryInfo(_scratch["mel/jazz"]);

        OutputPath.RequireFolder("OUT", folder);

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.FullName));
    }
}
