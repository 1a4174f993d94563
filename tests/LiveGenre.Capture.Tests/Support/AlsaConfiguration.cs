using System.Runtime.InteropServices;

namespace LiveGenre.Capture.Tests.Support;

/// <summary>Gives this process an ALSA configuration of its own, in which names stand for sources of a <see cref="PulseServer"/>.</summary>
internal sealed class AlsaConfiguration : IDisposable
{
    private const string Variable = "ALSA_CONFIG_PATH";
    private readonly TemporaryFolder _folder = new();

    /// <summary>For ALSA_CONFIG_PATH of another process.</summary>
    public string Path => _folder.At("alsa.conf");

    public AlsaConfiguration(PulseServer server, params (string Name, string Source)[] devices)
    {
        Write(server, devices);

        // .NET keeps its own copy of the environment, which C libraries do not see.
        Assert.Equal(0, SetEnvironment(Variable, Path, 1));
    }

    // PortAudio 19.6 ends the process where neither 'dmix' nor 'default' is configured; this one cannot be opened and so is not listed.
    private const string NoMixer = "pcm.dmix { type hw card 99 }\n";

    public void Write(PulseServer server, params (string Name, string Source)[] devices)
    {
        var draft = Path + ".new"; // ALSA knows a changed file by its inode and by the second that it was changed in
        File.WriteAllText(draft, NoMixer + string.Concat(devices.Select(device =>
            $$"""
            pcm.{{device.Name}} { type pulse server "{{server.Address}}" device "{{device.Source}}" hint.description "{{device.Name}}" }
            ctl.{{device.Name}} { type pulse server "{{server.Address}}" }

            """)));
        File.Move(draft, Path, overwrite: true);
    }

    public void Dispose()
    {
        _ = UnsetEnvironment(Variable);
        _folder.Dispose();
    }

    [DllImport("libc", EntryPoint = "setenv", BestFitMapping = false)]
    private static extern int SetEnvironment(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);

    [DllImport("libc", EntryPoint = "unsetenv", BestFitMapping = false)]
    private static extern int UnsetEnvironment([MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
