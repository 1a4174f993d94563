namespace LiveGenre.Grpc.Tests.Interop;

/// <summary>The names of the interoperability cases, which every client program knows.</summary>
public static class InteropCases
{
    private static readonly string[] Names =
    [
        "empty_unary",
        "large_unary",
        "client_streaming",
        "server_streaming",
        "ping_pong",
        "empty_stream",
        "cancel_after_begin",
        "cancel_after_first_response",
        "timeout_on_sleeping_server",
        "status_code_and_message",
        "special_status_message",
        "unimplemented_method",
        "unimplemented_service",
        "custom_metadata",
        "client_compressed_unary",
        "server_compressed_unary",
        "client_compressed_streaming",
        "server_compressed_streaming",
    ];

    /// <summary>The cases of grpc.testing.TestService.</summary>
    public static TheoryData<string> TestService { get; } = [.. Names];

    /// <summary>The same, and the services that every server should have.</summary>
    public static TheoryData<string> All { get; } = [.. Names, "health", "reflection"];
}
