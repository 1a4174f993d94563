using LiveGenre.Onnx.Runtime;
using LiveGenre.Onnx.Tests.TestModels;

namespace LiveGenre.Onnx.Tests.Runtime;

public class InferenceSessionTests
{
    [Fact]
    public void Metadata_OfATestModel_IsWhatTheFileSays()
    {
        using var session = new InferenceSession(new TestModel().ToBytes());

        var (name, input) = Assert.Single(session.InputMetadata);
        Assert.Equal("mel", name);
        Assert.Equal(TensorElementType.Float, input.ElementType);
        Assert.Equal([-1, 1, 16, -1], input.Dimensions);
        Assert.Equal(["n", "", "", "frames"], input.SymbolicDimensions);
        Assert.Equal("Float [n, 1, 16, frames]", input.ToString());
        Assert.Equal(["activity", "genre"], session.OutputMetadata.Keys.Order());
        Assert.Equal("Float [n, 11]", session.OutputMetadata["genre"].ToString());
        Assert.Equal(new ModelMetadata("livegenre tests", "test graph", "a test", 7), session.ModelMetadata);
    }
}
