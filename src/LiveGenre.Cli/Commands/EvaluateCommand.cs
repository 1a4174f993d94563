using System.CommandLine;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Classification;
using LiveGenre.Cli.Evaluation;
using LiveGenre.Cli.Files;
using LiveGenre.Cli.Output;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre evaluate DIR</c>: how well a model does on labelled tracks.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "Holds a folder for each label, and in it tracks of that label." }.WithoutOptions();
        var format = Parameters.OutputFormat("How to print: tables, or one JSON object. Tracks are judged by the mean of their windows with music; ece is of windows.");
        var report = new Option<FileInfo?>("--report")
        {
            Description = "Also write an HTML page with the confusion matrix and the reliability curve.",
            HelpName = "FILE.html",
        };
        var jobs = Parameters.Jobs();
        var settings = new SettingsArguments();
        var command = new ExampledCommand("evaluate",
            "Measure a model on labelled tracks.")
        {
            Examples =
            [
                "livegenre evaluate tracks/                      # tracks/jazz/one.flac, tracks/rock/two.mp3, …",
                "livegenre evaluate tracks/ --report report.html",
                "livegenre evaluate tracks/ --model models/mine --format json | jq .accuracy",
            ],
        };
        command.Add(folder);
        command.Add(format);
        command.Add(report);
        command.Add(jobs);
        settings.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(folder)!, parsed.GetValue(format)!, parsed.GetValue(report), parsed.GetValue(jobs), settings.Read(parsed), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        string folder, string format, FileInfo? report, int? jobs, LiveGenreOptions options, CancellationToken cancellation)
    {
        var bundle = ModelBundle.Load(ModelFolder.Find(options.Model.Path));
        WindowingRules.Check(options.Windowing, bundle.Manifest);
        var labels = bundle.Manifest.GenreHead.Labels;
        var found = LabelledFolders.Find(folder, labels);
        foreach (var error in found.Errors)
        {
            Report.Error(error);
        }
        var (files, hasFailed) = await ClassifyAsync(found.Tracks, bundle, options, jobs ?? Environment.ProcessorCount, cancellation);
        if (files.Count == 0)
        {
            throw new CommandFailedException($"nothing in '{folder}' could be evaluated; DIR holds a folder for each label ({string.Join(", ", labels)}), and tracks in it.");
        }
        var result = EvaluationResult.From(labels, files);
        if (format == Parameters.Json)
        {
            Console.WriteLine(EvaluationJson.Create(result));
        }
        else
        {
            EvaluationTable.Print(result);
        }
        if (report is not null)
        {
            await File.WriteAllTextAsync(report.FullName, EvaluationReport.Create(result, bundle.Manifest, folder, TimeProvider.System.GetUtcNow()), cancellation);
        }
        return hasFailed ? ExitCode.Failed : ExitCode.Done;
    }

    private static async Task<(List<(int Truth, ClassifiedFile File)> Files, bool HasFailed)> ClassifyAsync(
        IReadOnlyList<LabelledTrack> tracks, ModelBundle bundle, LiveGenreOptions options, int jobs, CancellationToken cancellation)
    {
        var files = new List<(int, ClassifiedFile)>();
        var at = 0;
        using var progress = ProgressLine.Start(tracks.Count);
        await foreach (var outcome in FileWork.RunAsync(
            [.. tracks.Select(t => t.Path)], jobs, () => new FileClassifier(bundle, options, channel: null),
            (classifier, file, stop) => classifier.ClassifyAsync(file, stop), cancellation))
        {
            var truth = tracks[at++].Label;
            if (outcome.Value is { } file)
            {
                files.Add((truth, file));
            }
            else
            {
                Report.Error(outcome.Error!);
            }
            progress?.Advance();
        }
        return (files, files.Count < tracks.Count);
    }
}
