using System.Runtime.InteropServices;
using LiveGenre.Onnx.Native;

namespace LiveGenre.Onnx.Tests.Native;

public unsafe class OrtHandleTests
{
    [ThreadStatic]
    private static List<nint>? _released;

    [Fact]
    public void Dispose_OfWhatAnotherDependsOn_WaitsForTheOther()
    {
        _released = [];
        var session = new OrtHandle(1, &Release);
        var binding = new OrtHandle(2, &Release, dependsOn: session);

        session.Dispose();
        Assert.Empty(_released);
        binding.Dispose();

        Assert.Equal([2, 1], _released);
    }

    [Fact]
    public void Dispose_DuringAUse_WaitsForItsEnd()
    {
        _released = [];
        var handle = new OrtHandle(3, &Release);
        using (var lease = handle.Use())
        {
            handle.Dispose();
            Assert.Equal(3, lease.Pointer);
            Assert.Empty(_released);
        }

        Assert.Equal([3], _released);
        Assert.Throws<ObjectDisposedException>(() => handle.Use().Dispose());
    }

    [UnmanagedCallersOnly]
    private static void Release(nint pointer) => _released!.Add(pointer);
}
