using LiveGenre.Daemon.Configuration;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Daemon.Tests.Configuration;

public sealed class WindowingRulesTests
{
    [Fact]
    public void Check_HopLongerThanTheShippedModelsWindow_SaysTheRangeThatHelpAndSettingsSay()
    {
        var manifest = ModelBundle.Load(ModelFolder.Find("models/livegenre-1")).Manifest;

        var error = Assert.Throws<SettingsException>(() => WindowingRules.Check(new() { Hop = TimeSpan.FromSeconds(5) }, manifest));

        Assert.Equal([$"LiveGenre:Windowing:Hop = \"00:00:05\" is not allowed; {WindowingRules.AllowedHop}."], error.Errors);
        Assert.EndsWith(WindowingRules.AllowedSeconds["0.25".Length..], WindowingRules.AllowedHop, StringComparison.Ordinal);
    }
}
