using LiveGenre.Daemon.Administration;
using LiveGenre.Daemon.Configuration;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Tests.Administration;

public sealed class StartingModelTests : IAsyncDisposable
{
    private readonly AdministeredDaemon _folders = new();
    private readonly LiveGenreOptions _options;

    public StartingModelTests()
    {
        _folders.CopyModel("station-1");
        _options = new() { DataFolder = _folders.DataFolder, Model = new() { Path = _folders.At("models/livegenre-1") } };
    }

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task Open_AnotherModelWasChosenWhileTheDaemonRan_TakesItAndSaysSo()
    {
        Choose("station-1");

        Assert.Equal(
            ("station-1", $"Model station-1 classifies, as it was chosen while the daemon ran, instead of LiveGenre:Model:Path = {_options.Model.Path}; 'livegenre model swap' chooses another."),
            Open());
        var check = Assert.Single(await CheckAsync());
        Assert.Equal(("station-1", true), (check.Name, check.IsOk));
        Assert.StartsWith($"chosen while the daemon ran, instead of {_options.Model.Path}; ", check.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TheConfiguredOneWasChosenAgain_SaysNothing()
    {
        Choose("livegenre-1");

        Assert.Equal(("livegenre-1", ""), Open());
    }

    [Fact]
    public async Task Open_TheChosenOneIsGone_TakesTheConfiguredOneAndSaysSo()
    {
        Choose("station-2");

        var (model, said) = Open();
        var checks = await CheckAsync();

        Assert.Equal("livegenre-1", model);
        Assert.StartsWith("Model station-2, which was chosen while the daemon ran, cannot be used", said, StringComparison.Ordinal);
        Assert.Equal([("station-2", true), ("livegenre-1", true)], checks.Select(c => (c.Name, c.IsOk)));
        Assert.StartsWith("warning: chosen while the daemon ran, and cannot be used", checks[0].Detail, StringComparison.Ordinal);
    }

    private void Choose(string id)
    {
        using var state = new StateFile(_folders.DataFolder);
        state.Save(state.Current with { Model = new SavedModel(id, _options.Model.Path) });
    }

    private (string Model, string Said) Open()
    {
        using var state = new StateFile(_folders.DataFolder);
        using var model = StartingModel.Open(_options, state.Current.Model, out var remark);
        var log = new Remarks();
        remark?.Invoke(log);
        return (model.Manifest.Id, log.Said);
    }

    private async Task<List<StartupCheckResult>> CheckAsync()
    {
        var results = new List<StartupCheckResult>();
        await foreach (var result in StartupCheck.RunAsync(_options, new(), CancellationToken.None))
        {
            if (result.Check == "model")
            {
                results.Add(result);
            }
        }
        return results;
    }

    private sealed class Remarks : ILogger
    {
        public string Said { get; private set; } = "";

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said += formatter(state, exception);
    }
}
