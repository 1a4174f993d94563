using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LiveGenre.Daemon.Tests.History.Support;

/// <summary>A file system of a few megabytes, in memory. Only root may make one.</summary>
internal sealed class SmallDisk : IDisposable
{
    /// <summary>Whether this machine lets the tests make one.</summary>
    public static readonly bool IsPossible = TryMake();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-disk-");

    public SmallDisk(int megabytes) => Assert.True(Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "livegenre-test", _folder.FullName));

    public string Path => _folder.FullName;

    /// <summary>Takes all the room that is left, as another program would.</summary>
    /// <returns>The file that takes it.</returns>
    public string Fill()
    {
        var file = System.IO.Path.Combine(Path, "ballast");
        using var ballast = File.Create(file, bufferSize: 0);
        var block = new byte[4_096];
        try
        {
            while (true)
            {
                ballast.Write(block);
            }
        }
        catch (IOException)
        {
            return file;
        }
    }

    public void Dispose()
    {
        Run("umount", "-l", _folder.FullName);
        _folder.Delete();
    }

    private static bool TryMake()
    {
        if (!OperatingSystem.IsLinux() || EffectiveUser() != 0)
        {
            return false;
        }
        var folder = Directory.CreateTempSubdirectory("livegenre-disk-");
        var isMounted = Run("mount", "-t", "tmpfs", "-o", "size=1m", "livegenre-test", folder.FullName);
        if (isMounted)
        {
            Run("umount", folder.FullName);
        }
        folder.Delete();
        return isMounted;
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint EffectiveUser();
}

/// <summary>A test that needs a disk that can be filled.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        if (!SmallDisk.IsPossible)
        {
            Skip = "needs root, to mount a small file system";
        }
    }
}
