namespace LiveGenre.Grpc.Tests.Interop;

/// <summary>Where the gRPC implementations are that are not ours, and what is missing for them.</summary>
internal static class StockGrpc
{
    // Debian's own interpreter: the packages python3-grpcio and python3-protobuf belong to it and to no other on the PATH.
    public const string Python = "/usr/bin/python3";

    private static readonly Lazy<string> Messages = new(GenerateMessages);

    public static string? MissingForPython { get; } =
        !File.Exists(Python) || !Directory.Exists("/usr/lib/python3/dist-packages/grpc") ? "needs Debian's python3-grpcio"
        : !Directory.Exists("/usr/lib/python3/dist-packages/google/protobuf") ? "needs Debian's python3-protobuf"
        : FindOnPath("protoc") is null ? "needs Debian's protobuf-compiler"
        : null;

    public static string? MissingForNode { get; } =
        FindOnPath("node") is null ? "needs node"
        : !Directory.Exists(RepositoryFolder.Of("tests", "fixtures", "interop", "node_modules", "@grpc", "grpc-js")) ? "needs `npm ci --ignore-scripts --prefix tests/fixtures/interop`"
        : null;

    /// <summary>A folder with the Python modules of test.proto, health.proto and reflection.proto.</summary>
    public static string PythonMessages => Messages.Value;

    /// <summary>The folders that imports in .proto files start from, joined by commas.</summary>
    public static string ProtoRoots { get; } = string.Join(',', TestProtos, RepositoryFolder.Of("protos"));

    private static string TestProtos => RepositoryFolder.Of("tests", "LiveGenre.Grpc.Tests", "protos");

    public static string Program(string language, string name) => RepositoryFolder.Of("tests", "fixtures", "interop", language, name);

    private static string GenerateMessages()
    {
        var folder = Directory.CreateTempSubdirectory("livegenre-grpc-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        // Each file from its own folder: a Python package named grpc would hide the one under test.
        ExternalProgram.RunAsync(
            FindOnPath("protoc")!,
            "-I" + Path.Combine(TestProtos, "grpc", "testing"),
            "-I" + RepositoryFolder.Of("protos", "grpc", "health", "v1"),
            "-I" + RepositoryFolder.Of("protos", "grpc", "reflection", "v1"),
            "--python_out=" + folder,
            "test.proto",
            "health.proto",
            "reflection.proto").GetAwaiter().GetResult();
        return folder;
    }

    private static string? FindOnPath(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
