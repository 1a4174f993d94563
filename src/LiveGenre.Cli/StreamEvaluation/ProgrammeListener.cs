using LiveGenre.Cli.Evaluation;
using LiveGenre.Cli.Files;
using LiveGenre.Cli.Output;
using LiveGenre.Core.Audio;
using LiveGenre.Core.Decisions;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Classification;

namespace LiveGenre.Cli.StreamEvaluation;

/// <summary>Plays a programme to the daemon's own path, once, and keeps what the model says of each window.</summary>
/// <param name="bundle">The model.</param>
/// <param name="options">Hop, levels of silence, batch.</param>
/// <param name="condition">What every recording goes through first; null for nothing.</param>
/// <param name="jobs">Files decoded at once.</param>
internal sealed class ProgrammeListener(ModelBundle bundle, LiveGenreOptions options, ListeningCondition? condition, int jobs)
{
    private readonly int _sampleRateHz = bundle.Manifest.FrontEnd.ToParameters().SampleRateHz;

    /// <summary>Listens. Items whose files cannot be read are reported and left out.</summary>
    public async Task<Programme> ListenAsync(IReadOnlyList<PlannedItem> plan, CancellationToken cancellation)
    {
        using var classifier = new OnnxGenreClassifier(bundle, new OnnxClassifierOptions { MaxBatch = options.Model.MaxBatch });
        var analyzer = new AudioAnalyzer(classifier, options, new AudioFormat(_sampleRateHz, 1));
        var mixer = new ProgrammeMixer(_sampleRateHz);
        var (windows, played) = (new List<ProgrammeWindow>(), new List<PlannedItem>());
        void Take(AnalysisWindow window, DecisionSegment? closed) => windows.Add(new(
            window.Start, TimeSpan.FromSeconds((double)window.End / _sampleRateHz), window.IsSilent,
            window.IsSilent ? [] : [.. window.Posterior], window.IsSilent ? [] : [.. window.ActivityPosterior])
        {
            Sound = window.IsSilent ? [] : [.. window.Sound],
        });

        using var progress = ProgressLine.Start(plan.Count);
        await using var recordings = Recordings(plan, cancellation).GetAsyncEnumerator(cancellation);
        foreach (var item in plan)
        {
            var recording = item.File is null ? [] : await NextAsync(recordings);
            var voice = item.Voice is null ? [] : await NextAsync(recordings);
            if (recording is not null && voice is not null)
            {
                analyzer.Push(mixer.Add(item, recording, voice).Span, Take);
                played.Add(item);
            }
            progress?.Advance();
        }
        analyzer.Push(mixer.Flush().Span, Take);
        analyzer.Complete(Take);
        return new(played, mixer.Duration, mixer.RepeatedCount, mixer.Genres, mixer.Activities, windows, played.Count < plan.Count)
        {
            Sound = bundle.Manifest.Sound,
        };
    }

    /// <summary>The files of a plan in its order, decoded ahead.</summary>
    private IAsyncEnumerable<FileOutcome<float[]>> Recordings(IReadOnlyList<PlannedItem> plan, CancellationToken cancellation)
    {
        var needs = plan
            .SelectMany(item => new[] { (item.File, item.Item.Length), (File: item.Voice, Length: (TimeSpan?)item.Item.TalkOver) })
            .Where(need => need.File is not null)
            .ToList();
        var longest = needs.GroupBy(need => need.File!).ToDictionary(
            group => group.Key, group => group.Any(need => need.Length is null) ? null : group.Max(need => need.Length));
        return FileWork.RunAsync(
            [.. needs.Select(need => need.File!)], jobs, () => this,
            async (_, file, stop) =>
            {
                var samples = await MonoSamples.ReadAsync(file, _sampleRateHz, channel: null, stop, longest[file]);
                return condition is null ? samples : await condition.ApplyAsync(samples, stop);
            },
            cancellation);
    }

    private static async Task<float[]?> NextAsync(IAsyncEnumerator<FileOutcome<float[]>> recordings)
    {
        await recordings.MoveNextAsync();
        if (recordings.Current.Error is { } error)
        {
            Report.Error(error);
        }
        return recordings.Current.Value;
    }
}
