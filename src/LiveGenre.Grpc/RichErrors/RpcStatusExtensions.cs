using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using LiveGenre.Grpc.Server;
using LiveGenre.Grpc.Wire;
using RpcStatus = Google.Rpc.Status;

namespace LiveGenre.Grpc.RichErrors;

/// <summary>Errors with details that a program can act on, carried as <c>google.rpc.Status</c>.</summary>
public static class RpcStatusExtensions
{
    /// <summary>An exception whose trailers carry <paramref name="status"/>.</summary>
    public static RpcException ToRpcException(this RpcStatus status)
        => new(new((StatusCode)status.Code, status.Message), new() { { GrpcHeaderNames.StatusDetails, status.ToByteArray() } });

    /// <summary>An exception with one <see cref="ErrorInfo"/>.</summary>
    /// <param name="code">The status code.</param>
    /// <param name="message">For people, in English.</param>
    /// <param name="reason">UPPER_SNAKE_CASE, unique within <paramref name="domain"/>.</param>
    /// <param name="domain">Who defines the reason.</param>
    /// <param name="metadata">Further facts, such as the id that was not found.</param>
    public static RpcException ToRpcException(this StatusCode code, string message, string reason, string domain, params ReadOnlySpan<(string Key, string Value)> metadata)
    {
        var info = new ErrorInfo { Reason = reason, Domain = domain };
        foreach (var (key, value) in metadata)
        {
            info.Metadata.Add(key, value);
        }
        return new RpcStatus { Code = (int)code, Message = StatusFields.Shorten(message), Details = { Any.Pack(info) } }.ToRpcException();
    }

    /// <summary>The status that the server sent in the trailers; null when there is none that can be read.</summary>
    public static RpcStatus? GetRpcStatus(this RpcException exception)
    {
        if (exception.Trailers.GetValueBytes(GrpcHeaderNames.StatusDetails) is not { } bytes)
        {
            return null;
        }
        try
        {
            return RpcStatus.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>The first detail of this type; null when there is none.</summary>
    public static T? GetDetail<T>(this RpcStatus status)
        where T : class, IMessage<T>, new()
        => status.Details.FirstOrDefault(detail => detail.Is(new T().Descriptor))?.Unpack<T>();
}
