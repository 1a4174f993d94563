using LiveGenre.Daemon.Alerts.Storage;
using LiveGenre.Daemon.Tests.History.Support;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Alerts;

public sealed class AlertStoreTests
{
    [Fact]
    public void Load_InAFolderThatIsMissing_MakesBothForTheirOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // a user's folders are his own there
        }
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        var scratch = Directory.CreateTempSubdirectory("livegenre-alerts-");
        var folder = Path.Combine(scratch.FullName, "state");
        using (var store = new AlertStore(Path.Combine(folder, "alerts.db")))
        {
            store.Load();
            store.Save([new Alert { AlertId = "a1" }], [], []);

            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder) & others);
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(folder, "alerts.db")) & others);
        }
        scratch.Delete(recursive: true);
    }

    [SmallDiskFact]
    public void Save_DiskWasFull_SavesAgainWhenThereIsRoom()
    {
        using var disk = new SmallDisk(megabytes: 2);
        using var store = new AlertStore(Path.Combine(disk.Path, "alerts.db"));
        store.Load();
        var ballast = disk.Fill();
        Assert.ThrowsAny<Exception>(() => store.Save([new Alert { AlertId = "a1" }], [], []));

        File.Delete(ballast);
        store.Save([new Alert { AlertId = "a1" }], [], []);

        Assert.Equal("a1", Assert.Single(store.Load().Alerts).AlertId);
    }
}
