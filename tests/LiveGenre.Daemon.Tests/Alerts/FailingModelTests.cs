using LiveGenre.Daemon.Alerts;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Tests.Administration;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Classification;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.DependencyInjection;

namespace LiveGenre.Daemon.Tests.Alerts;

/// <summary>The whole daemon with a model that begins to give no numbers, and is then exchanged for one that does.</summary>
public sealed class FailingModelTests
{
    [Fact]
    public async Task WatchAlerts_ModelThatGivesNoNumbers_FiresAndRecoversWithTheNextModel()
    {
        await using var daemon = await new AdministeredDaemon()
            .With("Alerts:Rules:0:Kind", "ModelFailing")
            .With("Alerts:Rules:0:For", "00:00:01")
            .With("Alerts:Rules:0:Recover", "00:00:01")
            .StartAsync();
        var (model, options) = (daemon.Services.GetRequiredService<LiveModel>(), daemon.Services.GetRequiredService<LiveGenreOptions>());
        using var call = daemon.Calls.AsyncServerStreamingCall(AlertMethods.Watch, AlertDaemon.Patiently, new WatchAlertsRequest());

        await model.SwapAsync(ServedModel.Of(new NumberlessClassifier(model.Current.Manifest), options), CancellationToken.None);
        var fired = await UntilAsync(AlertState.Firing);
        await model.SwapAsync(ServedModel.Open(ModelBundle.Load(daemon.At("models/livegenre-1")), options), CancellationToken.None);
        var recovered = await UntilAsync(AlertState.Recovered);

        Assert.Equal(("fm", AlertKind.ModelFailing), (fired.SourceId, fired.Kind));
        Assert.Matches("^Model failing for \\d+ s: model livegenre-1 is broken: its output genre is not finite ", fired.Summary);
        Assert.Equal(fired.AlertId, recovered.AlertId);

        async Task<Alert> UntilAsync(AlertState state)
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                if (call.ResponseStream.Current.Alert is { } alert && alert.State == state)
                {
                    return alert;
                }
            }
            throw new InvalidOperationException("The stream ended first.");
        }
    }

    /// <summary>A model whose output is never finite; no bundle with such a one is opened at all.</summary>
    private sealed class NumberlessClassifier(ModelManifest manifest) : IGenreClassifier
    {
        public ModelManifest Manifest => manifest;

        public int MaxBatch => 8;

        public void Classify(ReadOnlySpan<float> windows, int count, Span<float> genre, Span<float> activity, Span<float> sound) =>
            throw new ModelOutputException(manifest.Id, "genre", 0);

        public void Dispose()
        {
        }
    }
}
