using LiveGenre.Daemon.Administration;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Grpc;

namespace LiveGenre.Daemon.Tests.Administration;

public sealed class StateFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-");

    private string FilePath => Path.Combine(_folder.FullName, StateFile.Name);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Save_SourcesAndModel_AreThereAfterTheNextStart()
    {
        var state = new SavedState(1, [new("web", "Web", "https://user:secret@radio.example/", 1, false, "Europe/Berlin")], new SavedModel("station-1", "models/livegenre-1"));
        using (var file = new StateFile(_folder.FullName))
        {
            file.Save(state);
        }

        using var next = new StateFile(_folder.FullName);

        Assert.Equal((state.Sources[0], state.Model), (Assert.Single(next.Current.Sources), next.Current.Model));
        Assert.Equal([FilePath], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void Save_WhereNothingCanBeWritten_ChangesNothing()
    {
        using var file = new StateFile(Path.Combine(_folder.FullName, "taken"));
        File.WriteAllText(Path.Combine(_folder.FullName, "taken"), "no folder");

        var error = Assert.Throws<RpcException>(() => file.Save(SavedState.Empty with { Model = new("x", "y") }));

        Assert.StartsWith("Nothing was changed, because ", error.Status.Detail, StringComparison.Ordinal);
        Assert.Null(file.Current.Model);
    }

    [Theory]
    [InlineData("{ \"version\": 2, \"sources\": [] }", "is of version 2, and this livegenre reads version 1")]
    [InlineData("{ \"version\": 1, \"sou", "cannot be read")]
    [InlineData("{ \"version\": 1 }", "cannot be read")]
    [InlineData("{ \"version\": 1, \"sources\": [null] }", "One of its sources is null")]
    [InlineData("{ \"version\": 1, \"sources\": [{ \"id\": \"a\", \"name\": \"\", \"address\": \"demo\", \"channel\": null, \"loop\": false, \"timeZone\": \"\", \"labels\": { \"rock\": null } }] }", "holds a name or a target that is")]
    public void Open_WhatItCannotRead_SaysWhichFileAndWhatToDo(string content, string message)
    {
        File.WriteAllText(FilePath, content);

        var error = Assert.Throws<SettingsException>(() => new StateFile(_folder.FullName));

        Assert.StartsWith(FilePath, error.Errors[0], StringComparison.Ordinal);
        Assert.Contains(message, error.Errors[0], StringComparison.Ordinal);
        Assert.Contains("move", error.Errors[0], StringComparison.Ordinal);
    }
}
