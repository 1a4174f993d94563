using System.Runtime.InteropServices;
using LiveGenre.Onnx.Native;

namespace LiveGenre.Onnx.Runtime;

/// <summary>Reads what an open session declares.</summary>
internal static unsafe class SessionInspector
{
    public static Dictionary<string, NodeMetadata> Inputs(OrtApi api, nint session)
    {
        nuint count;
        api.Check(api.SessionGetInputCount(session, &count), nameof(api.SessionGetInputCount));
        var nodes = new Dictionary<string, NodeMetadata>(StringComparer.Ordinal);
        for (nuint i = 0; i < count; i++)
        {
            nint name, type;
            api.Check(api.SessionGetInputName(session, i, api.Allocator, &name), nameof(api.SessionGetInputName));
            var key = api.TakeString(name);
            api.Check(api.SessionGetInputTypeInfo(session, i, &type), nameof(api.SessionGetInputTypeInfo));
            nodes.Add(key, Node(api, type));
        }

        return nodes;
    }

    public static Dictionary<string, NodeMetadata> Outputs(OrtApi api, nint session)
    {
        nuint count;
        api.Check(api.SessionGetOutputCount(session, &count), nameof(api.SessionGetOutputCount));
        var nodes = new Dictionary<string, NodeMetadata>(StringComparer.Ordinal);
        for (nuint i = 0; i < count; i++)
        {
            nint name, type;
            api.Check(api.SessionGetOutputName(session, i, api.Allocator, &name), nameof(api.SessionGetOutputName));
            var key = api.TakeString(name);
            api.Check(api.SessionGetOutputTypeInfo(session, i, &type), nameof(api.SessionGetOutputTypeInfo));
            nodes.Add(key, Node(api, type));
        }

        return nodes;
    }

    public static ModelMetadata Model(OrtApi api, nint session)
    {
        nint metadata, producer, graph, description;
        long version;
        api.Check(api.SessionGetModelMetadata(session, &metadata), nameof(api.SessionGetModelMetadata));
        using var handle = new OrtHandle(metadata, api.ReleaseModelMetadata);
        api.Check(api.ModelMetadataGetProducerName(metadata, api.Allocator, &producer), nameof(api.ModelMetadataGetProducerName));
        var producerName = api.TakeString(producer);
        api.Check(api.ModelMetadataGetGraphName(metadata, api.Allocator, &graph), nameof(api.ModelMetadataGetGraphName));
        var graphName = api.TakeString(graph);
        api.Check(api.ModelMetadataGetDescription(metadata, api.Allocator, &description), nameof(api.ModelMetadataGetDescription));
        var descriptionText = api.TakeString(description);
        api.Check(api.ModelMetadataGetVersion(metadata, &version), nameof(api.ModelMetadataGetVersion));
        return new ModelMetadata(producerName, graphName, descriptionText, version);
    }

    // Takes the type's ownership.
    private static NodeMetadata Node(OrtApi api, nint type)
    {
        using var handle = new OrtHandle(type, api.ReleaseTypeInfo);
        nint tensor; // belongs to the type
        api.Check(api.CastTypeInfoToTensorInfo(type, &tensor), nameof(api.CastTypeInfoToTensorInfo));
        if (tensor == 0)
        {
            return new NodeMetadata(TensorElementType.Undefined, [], []);
        }

        int elementType;
        api.Check(api.GetTensorElementType(tensor, &elementType), nameof(api.GetTensorElementType));
        nuint rank;
        api.Check(api.GetDimensionsCount(tensor, &rank), nameof(api.GetDimensionsCount));
        var sizes = new long[rank];
        var names = new nint[rank];
        fixed (long* size = sizes)
        fixed (nint* name = names)
        {
            api.Check(api.GetDimensions(tensor, size, rank), nameof(api.GetDimensions));
            api.Check(api.GetSymbolicDimensions(tensor, name, rank), nameof(api.GetSymbolicDimensions));
        }

        // The names belong to the type too, and are copied while it lives.
        return new NodeMetadata(
            (TensorElementType)elementType, sizes, Array.ConvertAll(names, name => Marshal.PtrToStringUTF8(name) ?? ""));
    }
}
