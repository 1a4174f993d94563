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

    [Fact]
    public void Constructor_WithBytesThatAreNoModel_SaysWhatOnnxRuntimeSays()
    {
        var exception = Assert.Throws<OnnxRuntimeException>(() => new InferenceSession("not a model"u8));

        Assert.Equal("CreateSessionFromArray", exception.Function);
        Assert.Equal(OrtErrorCode.InvalidProtobuf, exception.Code);
        Assert.Contains("protobuf parsing failed", exception.NativeMessage, StringComparison.Ordinal);
        Assert.Contains("CreateSessionFromArray", exception.Message, StringComparison.Ordinal);
        Assert.Contains(exception.NativeMessage, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GraphOptimizationLevel.DisableAll, ExecutionMode.Sequential)]
    [InlineData(GraphOptimizationLevel.EnableAll, ExecutionMode.Parallel)]
    public void RunWithBinding_WhateverTheOptions_WritesTheOutputIntoTheCallersMemory(GraphOptimizationLevel level, ExecutionMode mode)
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = 2,
            InterOpNumThreads = 2,
            GraphOptimizationLevel = level,
            ExecutionMode = mode,
            AllowSpinning = mode == ExecutionMode.Parallel,
            EnableCpuMemArena = mode == ExecutionMode.Parallel,
            EnableMemoryPattern = mode == ExecutionMode.Parallel,
        };
        var (mel, genre) = (new float[2 * 16 * 3], new float[2 * 11]);
        mel.AsSpan(((1 * 16) + 5) * 3, 3).Fill(6); // window 1, band 5
        using var session = new InferenceSession(new TestModel { GenreBias = 0.5f }.ToBytes(), options);
        using var input = OrtValue.CreateTensorValueFromMemory(mel, [2, 1, 16, 3]);
        using var output = OrtValue.CreateTensorValueFromMemory(genre, [2, 11]);
        using var binding = session.CreateIoBinding();
        binding.BindInput("mel", input);
        binding.BindOutput("genre", output);

        session.RunWithBinding(binding);

        var expected = new float[2 * 11];
        expected.AsSpan().Fill(0.5f);
        expected[11 + 5] = 6.5f;
        Assert.Equal(expected, genre);
        Assert.Equal(expected, output.Data.ToArray());
    }

    [Fact]
    public void RunWithBinding_WithAnInputOfTheWrongShape_NamesBothShapes()
    {
        using var session = new InferenceSession(new TestModel().ToBytes());
        using var input = OrtValue.CreateTensorValueFromMemory(new float[12], [1, 1, 4, 3]);
        using var output = OrtValue.CreateTensorValueFromMemory(new float[11], [1, 11]);
        using var binding = session.CreateIoBinding();
        binding.BindInput("mel", input);
        binding.BindOutput("genre", output);

        var exception = Assert.Throws<OnnxRuntimeException>(() => session.RunWithBinding(binding));

        Assert.Equal("RunWithBinding", exception.Function);
        Assert.Equal(OrtErrorCode.InvalidArgument, exception.Code);
        Assert.Contains("Got: 4 Expected: 16", exception.NativeMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void BindInput_WithAnUnknownName_SaysSo()
    {
        using var session = new InferenceSession(new TestModel().ToBytes());
        using var input = OrtValue.CreateTensorValueFromMemory(new float[1], [1]);
        using var binding = session.CreateIoBinding();

        var exception = Assert.Throws<OnnxRuntimeException>(() => binding.BindInput("spectrogram", input));

        Assert.Equal("BindInput", exception.Function);
        Assert.Contains("spectrogram", exception.NativeMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void RunWithBinding_AfterTheSessionIsDisposed_ThrowsObjectDisposed()
    {
        var session = new InferenceSession(new TestModel().ToBytes());
        using var binding = session.CreateIoBinding();
        session.Dispose();

        Assert.Throws<ObjectDisposedException>(() => session.RunWithBinding(binding));
    }

    [Fact]
    public void Dispose_Twice_DoesNothingMore()
    {
        var session = new InferenceSession(new TestModel().ToBytes());
        var value = OrtValue.CreateTensorValueFromMemory(new float[1], [1]);
        var binding = session.CreateIoBinding();
        for (var i = 0; i < 2; i++)
        {
            session.Dispose();
            value.Dispose();
            binding.Dispose();
        }
    }

    [Fact]
    public void CreateTensorValueFromMemory_WithAnotherLengthThanTheShape_Throws()
    {
        var exception = Assert.Throws<ArgumentException>(() => OrtValue.CreateTensorValueFromMemory(new float[5], [2, 3]));

        Assert.Contains("6 elements, the memory 5", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_WithAnOptionThatOnnxRuntimeRefuses_NamesItsFunction()
    {
        var model = new TestModel().ToBytes();

        var level = Assert.Throws<OnnxRuntimeException>(
            () => new InferenceSession(model, new SessionOptions { GraphOptimizationLevel = (GraphOptimizationLevel)42 }));
        var mode = Assert.Throws<OnnxRuntimeException>(
            () => new InferenceSession(model, new SessionOptions { ExecutionMode = (ExecutionMode)42 }));

        Assert.Equal("SetSessionGraphOptimizationLevel", level.Function);
        Assert.Contains("graph_optimization_level", level.NativeMessage, StringComparison.Ordinal);
        Assert.Equal("SetSessionExecutionMode", mode.Function);
        Assert.Contains("execution_mode", mode.NativeMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_WithANegativeThreadCount_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new InferenceSession(new TestModel().ToBytes(), new SessionOptions { IntraOpNumThreads = -1 }));
}
