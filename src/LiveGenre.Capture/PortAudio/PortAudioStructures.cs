using System.Runtime.InteropServices;

namespace LiveGenre.Capture.PortAudio;

/// <summary><c>PaDeviceInfo</c>, structure version 2.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PaDeviceInfo
{
    public int StructVersion;
    public nint Name;
    public int HostApi;
    public int MaxInputChannels;
    public int MaxOutputChannels;
    public double DefaultLowInputLatency;
    public double DefaultLowOutputLatency;
    public double DefaultHighInputLatency;
    public double DefaultHighOutputLatency;
    public double DefaultSampleRate;
}

/// <summary><c>PaHostApiInfo</c>, structure version 1.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PaHostApiInfo
{
    public int StructVersion;
    public int Type;
    public nint Name;
    public int DeviceCount;
    public int DefaultInputDevice;
    public int DefaultOutputDevice;
}

/// <summary><c>PaStreamParameters</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PaStreamParameters
{
    public int Device;
    public int ChannelCount;
    public CULong SampleFormat;
    public double SuggestedLatency;
    public nint HostApiSpecificStreamInfo;
}

/// <summary><c>PaStreamInfo</c>, structure version 1.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PaStreamInfo
{
    public int StructVersion;
    public double InputLatency;
    public double OutputLatency;
    public double SampleRate;
}

/// <summary><c>PaStreamCallbackTimeInfo</c>, seconds of an unspecified origin.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PaStreamCallbackTimeInfo
{
    public double InputBufferAdcTime;
    public double CurrentTime;
    public double OutputBufferDacTime;
}

/// <summary><c>PaHostErrorInfo</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PaHostErrorInfo
{
    public int HostApiType;
    public CLong ErrorCode;
    public nint ErrorText;
}
