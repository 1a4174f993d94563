using LiveGenre.Daemon.Alerts.Storage;
using LiveGenre.Daemon.Tests.History.Support;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Alerts;

public sealed class AlertStoreTests
{
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
