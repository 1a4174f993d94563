using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Tests.Configuration;

public sealed class DataFolderTests
{
    [Theory]
    [InlineData("/srv/radio", "/var/lib/livegenre", "/state", "/srv/radio")]
    [InlineData("", "/var/lib/livegenre:/var/lib/more", "/state", "/var/lib/livegenre")]
    [InlineData("", null, "/state", "/state/livegenre")]
    [InlineData("", null, "relative", "/home/dj/.local/state/livegenre")]
    [InlineData("", "", null, "/home/dj/.local/state/livegenre")]
    public void Find_OnLinux_TakesTheSettingThenSystemdsThenTheUsers(string setting, string? unit, string? state, string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        string? Environment(string name) => name switch { "STATE_DIRECTORY" => unit, "XDG_STATE_HOME" => state, "HOME" => "/home/dj", _ => null };

        Assert.Equal(folder, DataFolder.Find(setting, Environment));
    }
}
