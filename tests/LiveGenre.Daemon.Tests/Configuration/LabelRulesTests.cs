using LiveGenre.Daemon.Configuration;
using LiveGenre.Onnx.Bundles;
using Microsoft.Extensions.Configuration;

namespace LiveGenre.Daemon.Tests.Configuration;

public sealed class LabelRulesTests
{
    private static readonly ModelManifest Manifest = ModelBundle.Load(ModelFolder.Find("models/livegenre-1")).Manifest;

    [Fact]
    public void Check_NamesOfTheModelsGenres_AreTaken() =>
        LabelRules.Check(Read(("Labels:hiphop", "Urban"), ("Labels:disco", "Dance"), ("Labels:electronic", "Dance")), Manifest);

    [Theory]
    [InlineData("Labels:techno", "Dance", "LiveGenre:Labels:techno is no genre of model livegenre-1; it has blues, classical, country, disco, hiphop, jazz, metal, pop, reggae, rock, electronic.")]
    [InlineData("Labels:rock", "unknown", "LiveGenre:Labels:rock = \"unknown\" is not allowed; 1 to 64 characters without blanks at either end, and neither unknown nor none.")]
    [InlineData("Sources:0:Labels:house", "Dance", "LiveGenre:Sources:0:Labels:house is no genre of model livegenre-1; it has blues, classical, country, disco, hiphop, jazz, metal, pop, reggae, rock, electronic.")]
    public void Check_WhatCannotBe_IsNamedByItsKey(string key, string value, string message)
    {
        var error = Assert.Throws<SettingsException>(() => LabelRules.Check(Read((key, value)), Manifest));

        Assert.Equal([message], error.Errors);
    }

    [Fact]
    public void Check_OneNameForEverything_TellsNothingApart()
    {
        var all = Manifest.GenreHead.Labels.Select(label => ($"Labels:{label}", "music")).ToArray();

        var error = Assert.Throws<SettingsException>(() => LabelRules.Check(Read(all), Manifest));

        Assert.StartsWith("LiveGenre:Labels leaves one name, music, for every genre", error.Errors[0], StringComparison.Ordinal);
    }

    private static LiveGenreOptions Read(params (string Key, string Value)[] settings) => SettingsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("LiveGenre:Sources:0:Id", "fm"), new("LiveGenre:Sources:0:Address", "pulse:fm"),
            .. settings.Select(s => new KeyValuePair<string, string?>($"LiveGenre:{s.Key}", s.Value)),
        ]).Build());
}
