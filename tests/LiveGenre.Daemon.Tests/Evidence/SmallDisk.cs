using System.Diagnostics;
using System.Globalization;

namespace LiveGenre.Daemon.Tests.Evidence;

/// <summary>A file system that is soon full: a tmpfs of a few KiB.</summary>
internal sealed class SmallDisk : IDisposable
{
    public SmallDisk(string path, int kibibytes)
    {
        Path = Directory.CreateDirectory(path).FullName;
        Assert.True(TryRun("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={kibibytes}k"), "livegenre-test", Path));
    }

    public string Path { get; }

    /// <summary>Whether this user may mount.</summary>
    public static bool CanMount { get; } = TryMount();

    public void Dispose() => TryRun("umount", Path);

    private static bool TryMount()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            return false;
        }
        var folder = Directory.CreateTempSubdirectory("livegenre-");
        try
        {
            return TryRun("mount", "-t", "tmpfs", "-o", "size=64k", "livegenre-test", folder.FullName) && TryRun("umount", folder.FullName);
        }
        finally
        {
            folder.Delete();
        }
    }

    private static bool TryRun(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no such program
        }
    }
}

/// <summary>A test that mounts a disk of its own; skipped where this user may not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute() => Skip = SmallDisk.CanMount ? null : "needs root, and mount";
}
