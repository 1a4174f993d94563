namespace LiveGenre.Grpc.Server;

/// <summary>One method of a service with its handler, whatever its kind and message types.</summary>
/// <param name="ServiceName">The service with its package.</param>
/// <param name="Name">The method within it.</param>
/// <param name="Type">Which sides stream.</param>
/// <param name="InvokeAsync">Reads the request, runs the handler, writes the responses.</param>
internal sealed record ServerMethod(string ServiceName, string Name, MethodType Type, Func<ServerCall, Task> InvokeAsync)
{
    public string FullName { get; } = $"/{ServiceName}/{Name}";
}
