using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Reflection.V1;

namespace LiveGenre.Grpc.Reflection;

/// <summary>
/// Tells clients that hold no .proto files what this server serves, as
/// <c>grpc.reflection.v1.ServerReflection</c> and, with the same messages, under its older name
/// <c>v1alpha</c> that many tools still ask for.
/// </summary>
public sealed class ReflectionService
{
    private const string OlderName = "grpc.reflection.v1alpha.ServerReflection";

    private readonly DescriptorIndex _index;
    private readonly List<string> _services;

    /// <summary>A service that knows <paramref name="services"/> and itself.</summary>
    public ReflectionService(IEnumerable<ServiceDescriptor> services)
    {
        var known = services.Append(ReflectionReflection.Descriptor.Services[0]).DistinctBy(service => service.FullName).ToList();
        _services = [.. known.Select(service => service.FullName).Order(StringComparer.Ordinal)];
        // Tools that print the details of an error look its type up too.
        _index = new([.. known.Select(service => service.File), ErrorDetailsReflection.Descriptor]);
    }

    /// <summary>Answers questions until the client has no more.</summary>
    public async Task ServerReflectionInfo(IAsyncStreamReader<ServerReflectionRequest> requests, IServerStreamWriter<ServerReflectionResponse> responses, ServerCallContext context)
    {
        await foreach (var request in requests.ReadAllAsync(context.CancellationToken))
        {
            await responses.WriteAsync(Answer(request), context.CancellationToken);
        }
    }

    /// <summary>The methods of both names, answered by this object.</summary>
    public ServerServiceDefinition BindService()
    {
        var method = Method.Create<ServerReflectionRequest, ServerReflectionResponse>(ReflectionReflection.Descriptor.Services[0], nameof(ServerReflectionInfo));
        var older = new Method<ServerReflectionRequest, ServerReflectionResponse>(method.Type, OlderName, method.Name, method.RequestMarshaller, method.ResponseMarshaller);
        return ServerServiceDefinition.CreateBuilder()
            .AddMethod(method, ServerReflectionInfo)
            .AddMethod(older, ServerReflectionInfo)
            .Build();
    }

    private ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = request.MessageRequestCase switch
        {
            ServerReflectionRequest.MessageRequestOneofCase.ListServices => ListServices(),
            ServerReflectionRequest.MessageRequestOneofCase.FileByFilename
                => Files(_index.FindFile(request.FileByFilename), $"the file '{request.FileByFilename}'"),
            ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol
                => Files(_index.FindSymbol(request.FileContainingSymbol), $"the symbol '{request.FileContainingSymbol}'"),
            ServerReflectionRequest.MessageRequestOneofCase.FileContainingExtension
                => Files(
                    _index.FindExtension(request.FileContainingExtension.ContainingType, request.FileContainingExtension.ExtensionNumber),
                    $"extension {request.FileContainingExtension.ExtensionNumber} of '{request.FileContainingExtension.ContainingType}'"),
            ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType => ExtensionNumbers(request.AllExtensionNumbersOfType),
            _ => Error(StatusCode.InvalidArgument, "The request asks nothing that this server knows."),
        };
        response.ValidHost = request.Host;
        response.OriginalRequest = request;
        return response;
    }

    private ServerReflectionResponse ListServices()
    {
        var list = new ListServiceResponse();
        list.Service.AddRange(_services.Select(name => new ServiceResponse { Name = name }));
        return new() { ListServicesResponse = list };
    }

    private ServerReflectionResponse ExtensionNumbers(string type)
    {
        if (_index.FindExtensionNumbers(type) is not { } numbers)
        {
            return Error(StatusCode.NotFound, $"This server does not know the message '{type}'.");
        }
        var answer = new ExtensionNumberResponse { BaseTypeName = type };
        answer.ExtensionNumber.AddRange(numbers);
        return new() { AllExtensionNumbersResponse = answer };
    }

    private static ServerReflectionResponse Files(FileDescriptor? file, string wanted)
    {
        if (file is null)
        {
            return Error(StatusCode.NotFound, $"This server does not know {wanted}.");
        }
        var answer = new FileDescriptorResponse();
        answer.FileDescriptorProto.AddRange(DescriptorIndex.WithImports(file).Select(each => each.SerializedData));
        return new() { FileDescriptorResponse = answer };
    }

    private static ServerReflectionResponse Error(StatusCode code, string message)
        => new() { ErrorResponse = new() { ErrorCode = (int)code, ErrorMessage = message } };
}
