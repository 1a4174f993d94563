using System.Runtime.InteropServices;

namespace LiveGenre.Onnx.Native;

/// <summary>Owns one object of ONNX Runtime, and keeps alive the one that it depends on.</summary>
internal sealed unsafe class OrtHandle : SafeHandle
{
    private readonly delegate* unmanaged<nint, void> _release;
    private readonly OrtHandle? _dependsOn;

    public OrtHandle(nint pointer, delegate* unmanaged<nint, void> release, OrtHandle? dependsOn = null)
        : base(0, ownsHandle: true)
    {
        _release = release;
        if (dependsOn is not null)
        {
            var added = false;
            dependsOn.DangerousAddRef(ref added);
            _dependsOn = dependsOn;
        }

        SetHandle(pointer);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>The pointer, which stays valid until the lease is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The object is released already.</exception>
    public Lease Use() => new(this);

    protected override bool ReleaseHandle()
    {
        _release(handle);
        _dependsOn?.DangerousRelease();
        return true;
    }

    /// <summary>Holds the object for the length of a native call.</summary>
    public readonly ref struct Lease
    {
        private readonly OrtHandle _owner;

        public Lease(OrtHandle owner)
        {
            var added = false;
            owner.DangerousAddRef(ref added);
            _owner = owner;
        }

        public nint Pointer => _owner.handle;

        public void Dispose() => _owner.DangerousRelease();
    }
}
