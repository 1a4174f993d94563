using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LiveGenre.Capture.PulseAudio;

/// <summary><c>pa_sample_spec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PulseSampleSpec
{
    public int Format;
    public uint Rate;
    public byte Channels;
}

/// <summary>An array of PA_CHANNELS_MAX values.</summary>
[InlineArray(32)]
internal struct PulseChannelValues
{
    private int _first;
}

/// <summary><c>pa_channel_map</c>: which loudspeaker each channel is for; and <c>pa_cvolume</c>, which has the same shape.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PulseChannelMap
{
    public byte Channels;
    public PulseChannelValues Values;
}

/// <summary><c>pa_buffer_attr</c>; <see cref="uint.MaxValue"/> leaves a value to the server.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PulseBufferAttributes
{
    public uint MaxLength;
    public uint TargetLength;
    public uint PreBuffer;
    public uint MinRequest;
    public uint FragmentSize;
}

/// <summary>The beginning of <c>pa_server_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PulseServerInfo
{
    public nint UserName;
    public nint HostName;
    public nint ServerVersion;
    public nint ServerName;
    public PulseSampleSpec SampleSpec;
    public nint DefaultSinkName;
    public nint DefaultSourceName;
}

/// <summary>The beginning of <c>pa_source_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PulseSourceInfo
{
    public nint Name;
    public uint Index;
    public nint Description;
    public PulseSampleSpec SampleSpec;
    public PulseChannelMap ChannelMap;
    public uint OwnerModule;
    public PulseChannelMap Volume;
    public int Mute;
    public uint MonitorOfSink;
    public nint MonitorOfSinkName;
}
