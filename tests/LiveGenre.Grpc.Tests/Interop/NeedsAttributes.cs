namespace LiveGenre.Grpc.Tests.Interop;

/// <summary>A theory that is skipped, with the reason, where Debian's Python gRPC is not installed.</summary>
internal sealed class NeedsPythonTheoryAttribute : TheoryAttribute
{
    public NeedsPythonTheoryAttribute() => Skip = StockGrpc.MissingForPython;
}

/// <summary>A theory that is skipped, with the reason, where Node or @grpc/grpc-js is not installed.</summary>
internal sealed class NeedsNodeTheoryAttribute : TheoryAttribute
{
    public NeedsNodeTheoryAttribute() => Skip = StockGrpc.MissingForNode;
}
