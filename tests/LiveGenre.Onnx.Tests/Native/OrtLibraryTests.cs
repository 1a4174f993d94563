using LiveGenre.Onnx.Native;
using LiveGenre.Onnx.Runtime;

namespace LiveGenre.Onnx.Tests.Native;

public class OrtLibraryTests
{
    [Fact]
    public void Candidates_StartWithTheFileThatTheBuildCopies()
    {
        var first = OrtLibrary.Candidates(AppContext.BaseDirectory)[0];

        Assert.True(File.Exists(first), first);
    }

    [Fact]
    public void Load_WithoutALibrary_NamesThePathsAndTheFix()
    {
        var exception = Assert.Throws<OnnxRuntimeException>(() => OrtLibrary.Load(["/nowhere/one.so", "/nowhere/two.so"]));

        Assert.Equal(OrtErrorCode.NoSuchFile, exception.Code);
        Assert.Contains("tried /nowhere/one.so, /nowhere/two.so", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Build LiveGenre.Onnx again", exception.Message, StringComparison.Ordinal);
    }
}
