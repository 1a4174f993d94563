using Google.Protobuf;
using LiveGenre.Onnx.Tests.TestModels.Format;

namespace LiveGenre.Onnx.Tests.TestModels;

/// <summary>
/// A small ONNX model, written here: mel [n, 1, bands, frames] → mean over frames [n, bands] → a matrix and a bias for
/// each head. Column k of a head reads band k alone, so that a test can say what comes out. Each property breaks one thing.
/// </summary>
internal sealed record TestModel
{
    public const int Float = 1;
    public const int Int64 = 7;
    public const int Double = 11;

    public int Bands { get; init; } = 16;

    public string InputName { get; init; } = "mel";

    public int InputType { get; init; } = Float;

    /// <summary>A number fixes a dimension, a name leaves it open.</summary>
    public IReadOnlyList<object> InputShape { get; init; } = ["n", 1, 16, "frames"];

    public int GenreColumns { get; init; } = 11;

    public string GenreOutput { get; init; } = "genre";

    public float GenreBias { get; init; }

    /// <summary>Columns of the output <c>sound</c>; 0 leaves it out.</summary>
    public int SoundColumns { get; init; }

    /// <summary>Takes the square root of the mean plus 10: not a number where a window's mean is below −10.</summary>
    public bool FailsBelowMinusTen { get; init; }

    /// <summary>Subtracts the mean over the batch, as a model exported in training mode would.</summary>
    public bool DependsOnBatch { get; init; }

    /// <summary>Takes windows of five frames alone, although the input's shape leaves them open.</summary>
    public bool NeedsFiveFrames { get; init; }

    /// <summary>An input beside the mel.</summary>
    public bool HasSecondInput { get; init; }

    public byte[] ToBytes()
    {
        var graph = new GraphProto { Name = "test graph" };
        graph.Input.Add(Value(InputName, InputType, [.. InputShape]));
        graph.Output.Add(Value(GenreOutput, Float, "n", GenreColumns));
        graph.Output.Add(Value("activity", Float, "n", 4));

        var mel = InputName;
        if (InputType != Float)
        {
            mel = Add(graph, "Cast", [mel], [Int("to", Float)]);
        }

        if (HasSecondInput)
        {
            graph.Input.Add(Value("gain", Float, 1));
            mel = Add(graph, "Mul", [mel, "gain"]);
        }

        if (NeedsFiveFrames)
        {
            graph.Initializer.Add(new TensorProto { Name = "five frames", DataType = Int64, Dims = { 4 }, Int64Data = { -1, 1, Bands, 5 } });
            mel = Add(graph, "Reshape", [mel, "five frames"]);
        }

        var mean = Add(graph, "ReduceMean", [mel], [Ints("axes", InputShape.Count == 4 ? [1, 3] : [2]), Int("keepdims", 0)]);
        if (FailsBelowMinusTen)
        {
            graph.Initializer.Add(Tensor("ten", [1], _ => 10));
            mean = Add(graph, "Sqrt", [Add(graph, "Add", [mean, "ten"])]);
        }

        if (DependsOnBatch)
        {
            var batchMean = Add(graph, "ReduceMean", [mean], [Ints("axes", 0), Int("keepdims", 1)]);
            mean = Add(graph, "Sub", [mean, batchMean]);
        }

        Head(graph, mean, GenreOutput, GenreColumns, GenreBias);
        Head(graph, mean, "activity", 4, 0);
        if (SoundColumns > 0)
        {
            graph.Output.Add(Value("sound", Float, "n", SoundColumns));
            Head(graph, mean, "sound", SoundColumns, 1);
        }

        var model = new ModelProto { IrVersion = 8, ProducerName = "livegenre tests", ModelVersion = 7, DocString = "a test", Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 13 });
        return model.ToByteArray();
    }

    private void Head(GraphProto graph, string mean, string output, int columns, float bias)
    {
        graph.Initializer.Add(Tensor($"{output} weights", [Bands, columns], i => i / columns == i % columns ? 1 : 0));
        graph.Initializer.Add(Tensor($"{output} bias", [columns], _ => bias));
        graph.Node.Add(new NodeProto { OpType = "Gemm", Input = { mean, $"{output} weights", $"{output} bias" }, Output = { output } });
    }

    private static string Add(GraphProto graph, string operation, string[] inputs, AttributeProto[]? attributes = null)
    {
        var output = $"{operation} {graph.Node.Count}";
        graph.Node.Add(new NodeProto { OpType = operation, Input = { inputs }, Output = { output }, Attribute = { attributes ?? [] } });
        return output;
    }

    private static AttributeProto Int(string name, long value) => new() { Name = name, I = value, Type = 2 };

    private static AttributeProto Ints(string name, params long[] values) => new() { Name = name, Ints = { values }, Type = 7 };

    private static TensorProto Tensor(string name, int[] shape, Func<int, float> value) => new()
    {
        Name = name,
        DataType = Float,
        Dims = { shape.Select(size => (long)size) },
        FloatData = { Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(value) },
    };

    private static ValueInfoProto Value(string name, int type, params object[] shape)
    {
        var dimensions = shape.Select(size => size is int value
            ? new DimensionProto { DimValue = value }
            : new DimensionProto { DimParam = (string)size });
        var tensor = new TensorTypeProto { ElemType = type, Shape = new TensorShapeProto { Dim = { dimensions } } };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
