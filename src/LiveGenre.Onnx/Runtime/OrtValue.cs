using System.Buffers;
using LiveGenre.Onnx.Native;

namespace LiveGenre.Onnx.Runtime;

/// <summary>A tensor of 32-bit floats over memory that the caller owns; nothing is copied.</summary>
public sealed class OrtValue : IDisposable
{
    // Both keep the memory reachable and in its place for as long as the runtime may touch it.
    private readonly Memory<float> _memory;
    private MemoryHandle _pin; // not readonly: disposing a copy would free the pin again the next time

    private OrtValue(OrtHandle handle, Memory<float> memory, MemoryHandle pin)
    {
        Handle = handle;
        _memory = memory;
        _pin = pin;
    }

    /// <summary>The elements, row by row.</summary>
    public Span<float> Data => _memory.Span;

    internal OrtHandle Handle { get; }

    /// <summary>Makes a tensor of <paramref name="memory"/>, pinned until the tensor is disposed.</summary>
    /// <param name="memory">As many elements as <paramref name="shape"/> says.</param>
    /// <param name="shape">Sizes, the slowest dimension first; none negative.</param>
    /// <exception cref="ArgumentException">The memory's length is not the shape's.</exception>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime refuses it.</exception>
    public static unsafe OrtValue CreateTensorValueFromMemory(Memory<float> memory, ReadOnlySpan<long> shape)
    {
        long length = 1;
        foreach (var size in shape)
        {
            length = checked(length * size);
        }

        if (length != memory.Length)
        {
            throw new ArgumentException($"The shape holds {length} elements, the memory {memory.Length}.", nameof(memory));
        }

        var api = OrtApi.Instance;
        using var cpu = CpuMemory(api);
        using var cpuLease = cpu.Use();
        var pin = memory.Pin();
        try
        {
            nint value;
            fixed (long* dimensions = shape)
            {
                api.Check(
                    api.CreateTensorWithDataAsOrtValue(
                        cpuLease.Pointer, pin.Pointer, (nuint)memory.Length * sizeof(float),
                        dimensions, (nuint)shape.Length, (int)TensorElementType.Float, &value),
                    nameof(api.CreateTensorWithDataAsOrtValue));
            }

            return new OrtValue(new OrtHandle(value, api.ReleaseValue), memory, pin);
        }
        catch
        {
            pin.Dispose();
            throw;
        }
    }

    /// <summary>Releases the tensor and unpins its memory.</summary>
    public void Dispose()
    {
        Handle.Dispose();
        _pin.Dispose();
    }

    private static unsafe OrtHandle CpuMemory(OrtApi api)
    {
        const int DeviceAllocator = 0; // OrtDeviceAllocator
        const int DefaultMemory = 0; // OrtMemTypeDefault
        nint info;
        api.Check(api.CreateCpuMemoryInfo(DeviceAllocator, DefaultMemory, &info), nameof(api.CreateCpuMemoryInfo));
        return new OrtHandle(info, api.ReleaseMemoryInfo);
    }
}
