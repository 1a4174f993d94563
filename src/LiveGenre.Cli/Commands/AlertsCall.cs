using System.CommandLine;
using LiveGenre.Grpc;
using LiveGenre.Grpc.Client;

namespace LiveGenre.Cli.Commands;

/// <summary>How the commands about alerts find the daemon, and ask it.</summary>
internal static class AlertsCall
{
    private const string DefaultAddress = "http://127.0.0.1:5081";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary><c>--address</c>.</summary>
    public static Option<string> Address()
    {
        var option = new Option<string>("--address")
        {
            Description = "Where the daemon serves gRPC.",
            HelpName = "URL",
            DefaultValueFactory = _ => DefaultAddress,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && !IsAddress(text))
            {
                result.AddError($"--address {text} is not allowed; scheme, host and port, such as {DefaultAddress}.");
            }
        });
        return option;
    }

    /// <summary>Asks the daemon at <paramref name="address"/> one thing.</summary>
    /// <param name="address">Its gRPC port.</param>
    /// <param name="method">What to ask for.</param>
    /// <param name="request">The question.</param>
    /// <param name="patience">How long the answer may take.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="CommandFailedException">It refuses; in its own words.</exception>
    /// <exception cref="DaemonUnreachableException">None answers there.</exception>
    public static async Task<TResponse> AskAsync<TRequest, TResponse>(
        string address, Method<TRequest, TResponse> method, TRequest request, TimeSpan patience, CancellationToken cancellation)
        where TRequest : class
        where TResponse : class
    {
        using var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { ConnectTimeout = ConnectTimeout });
        try
        {
            return await channel.CreateCallInvoker().AsyncUnaryCall(
                method, new CallOptions(Deadline: DateTime.UtcNow + patience, CancellationToken: cancellation), request);
        }
        catch (RpcException error)
        {
            cancellation.ThrowIfCancellationRequested();
            throw error.StatusCode switch
            {
                StatusCode.Unavailable => new DaemonUnreachableException(
                    $"no LiveGenre daemon answers at {address}: {error.Status.Detail.TrimEnd('.')}. Start one with 'livegenre run', or name another with --address.", error),
                StatusCode.Unimplemented => new CommandFailedException($"the daemon at {address} does not know {method.FullName}; it is older than this command.", error),
                _ => new CommandFailedException(error.Status.Detail, error),
            };
        }
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.PathAndQuery == "/";
}
