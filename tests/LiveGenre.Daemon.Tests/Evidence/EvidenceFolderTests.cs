using LiveGenre.Capture.Tests.Support;
using LiveGenre.Daemon.Evidence;

namespace LiveGenre.Daemon.Tests.Evidence;

public sealed class EvidenceFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    [Fact]
    public void Write_BeyondTheQuota_TakesTheOldestAndNeverHoldsMore()
    {
        var folder = new EvidenceFolder(_temporary.At("evidence"), maxBytes: 100_000);
        for (var i = 0; i < 10; i++)
        {
            folder.Write(Clip(i), new byte[30_000]);

            Assert.True(Held(folder) <= 100_000);
        }

        Assert.Equal([Clip(7), Clip(8), Clip(9)], folder.List().Select(e => e.Clip));
        Assert.All(folder.List(), e => Assert.Equal(30_000, e.Bytes));
    }

    [Fact]
    public void Write_OtherFilesInTheFolder_CountAndAreLeftAlone()
    {
        var folder = new EvidenceFolder(_temporary.At("evidence"), maxBytes: 100_000);
        Directory.CreateDirectory(Path.Combine(folder.Path, "below"));
        File.WriteAllBytes(Path.Combine(folder.Path, "below", "notes.txt"), new byte[50_000]);
        for (var i = 0; i < 4; i++)
        {
            folder.Write(Clip(i), new byte[20_000]);
        }

        Assert.Equal([Clip(2), Clip(3)], folder.List().Select(e => e.Clip));
        Assert.Equal(90_000, Held(folder));
    }

    [Fact]
    public void Write_BesideAFolderOfTheSystems_KeepsTheClip()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            return; // who may read everything
        }
        var folder = new EvidenceFolder(_temporary.At("evidence"), maxBytes: 100_000);
        var lost = Path.Combine(folder.Path, "lost+found"); // at the root of a disk of its own
        Directory.CreateDirectory(lost);
        File.SetUnixFileMode(lost, UnixFileMode.None);
        try
        {
            folder.Write(Clip(0), new byte[20_000]);

            Assert.Equal([Clip(0)], folder.List().Select(e => e.Clip));
        }
        finally
        {
            File.SetUnixFileMode(lost, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute); // to be removed
        }
    }

    [Fact]
    public void Write_NoRoomBesideOtherFiles_SaysSoAndKeepsNothing()
    {
        var folder = new EvidenceFolder(_temporary.At("evidence"), maxBytes: 100_000);
        Directory.CreateDirectory(folder.Path);
        File.WriteAllBytes(Path.Combine(folder.Path, "notes.txt"), new byte[90_000]);

        var error = Assert.Throws<IOException>(() => folder.Write(Clip(0), new byte[20_000]));

        Assert.Contains("LiveGenre:Evidence:MaxBytes", error.Message, StringComparison.Ordinal);
        Assert.Equal(90_000, Held(folder));
    }

    [Fact]
    public void Write_AfterADaemonThatWasKilled_RemovesWhatItLeft()
    {
        var folder = new EvidenceFolder(_temporary.At("evidence"), maxBytes: 100_000);
        Directory.CreateDirectory(folder.Path);
        File.WriteAllBytes(Path.Combine(folder.Path, Clip(0).FileName + ".partial"), new byte[80_000]);

        Assert.Empty(folder.List());
        folder.Write(Clip(1), new byte[30_000]);

        Assert.Equal(30_000, Held(folder));
    }

    [Fact]
    public void Write_OnASharedMachine_IsTheOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // whose folders are the user's own
        }
        var folder = new EvidenceFolder(_temporary.At("evidence"), maxBytes: 100_000);

        folder.Write(Clip(0), new byte[10]);

        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder.Path) & others);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(folder.Path, Clip(0).FileName)) & others);
    }

    [Fact]
    public void TryOpen_ClipOrPath_OpensOnlyClips()
    {
        var folder = new EvidenceFolder(_temporary.At("evidence"), maxBytes: 100_000);
        folder.Write(Clip(0), [1, 2, 3]);
        File.WriteAllBytes(_temporary.At("secret.wav"), [4]);

        Assert.False(folder.TryOpen("../secret", out _));
        Assert.False(folder.TryOpen(Clip(1).Id, out _));
        Assert.True(folder.TryOpen(Clip(0).Id, out var file));
        using (file)
        {
            var bytes = new byte[3];
            file.ReadExactly(bytes);
            Assert.Equal([1, 2, 3], bytes);
        }
    }

    [MountFact]
    public void Write_DiskIsFull_KeepsNoHalfClipAndGoesOnWhenThereIsRoom()
    {
        using var disk = new SmallDisk(_temporary.At("disk"), kibibytes: 256);
        var folder = new EvidenceFolder(disk.Path, maxBytes: 100_000_000);
        File.WriteAllBytes(Path.Combine(disk.Path, "other"), new byte[150_000]);
        folder.Write(Clip(0), new byte[60_000]);

        Assert.Throws<IOException>(() => folder.Write(Clip(1), new byte[60_000]));

        Assert.Equal([Clip(0)], folder.List().Select(e => e.Clip));
        Assert.Equal(210_000, Held(folder));
        File.Delete(Path.Combine(disk.Path, "other"));
        folder.Write(Clip(1), new byte[60_000]);
        Assert.Equal([Clip(0), Clip(1)], folder.List().Select(e => e.Clip));
    }

    public void Dispose() => _temporary.Dispose();

    private static EvidenceClip Clip(int number) => new(
        new DateTimeOffset(2026, 3, 1, 12, number, 0, TimeSpan.Zero), "fm", "rock", "jazz", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15));

    private static long Held(EvidenceFolder folder) =>
        new DirectoryInfo(folder.Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
}
