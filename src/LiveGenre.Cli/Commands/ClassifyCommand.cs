using System.CommandLine;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Classification;
using LiveGenre.Cli.Files;
using LiveGenre.Cli.Output;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre classify FILE…</c>: files through the daemon's own path, offline.</summary>
internal static class ClassifyCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Audio files of any kind that ffmpeg reads, and folders, which stand for all audio in and below them.",
            Arity = ArgumentArity.OneOrMore,
        }.WithoutOptions();
        var format = Parameters.OutputFormat("How to print: for people, or one JSON line a window and one a file.");
        var channel = Parameters.Number("--channel", "INDEX", 0, 31, "The one channel to classify, from 0; without it all are mixed.");
        var jobs = Parameters.Jobs();
        var settings = new SettingsArguments();
        var command = new ExampledCommand("classify",
            "Say what kind of sound audio files hold, window by window and as a whole.")
        {
            Examples =
            [
                "livegenre classify song.flac                    # stretches of one genre",
                "livegenre classify *.mp3 --format json > all.jsonl",
                "livegenre classify archive/ --format json | jq -r 'select(.summary) | [.file, .label] | @tsv'",
                "livegenre classify aircheck.wav --channel 1 --hop 1",
            ],
        };
        command.Add(files);
        command.Add(format);
        command.Add(channel);
        command.Add(jobs);
        settings.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(files)!, parsed.GetValue(format)!, parsed.GetValue(channel), parsed.GetValue(jobs), settings.Read(parsed), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        string[] arguments, string format, int? channel, int? jobs, LiveGenreOptions options, CancellationToken cancellation)
    {
        var files = AudioFiles.Expand(arguments, out var errors);
        foreach (var error in errors)
        {
            Report.Error(error);
        }
        var bundle = ModelBundle.Load(ModelFolder.Find(options.Model.Path));
        WindowingRules.Check(options.Windowing, bundle.Manifest);
        var writer = new ClassificationWriter(StandardOutput.Open(), bundle.Manifest, options.Decisions, format);
        var outcomes = FileWork.RunAsync(
            files, jobs ?? Environment.ProcessorCount, () => new FileClassifier(bundle, options, channel),
            (classifier, file, stop) => classifier.ClassifyAsync(file, stop), cancellation);
        var hasFailed = errors.Count > 0;
        using var progress = ProgressLine.Start(files.Count);
        await foreach (var outcome in outcomes)
        {
            if (outcome.Value is { } file)
            {
                writer.Write(file);
                WarnOf(file);
            }
            else
            {
                Report.Error(outcome.Error!);
                hasFailed = true;
            }
            progress?.Advance();
        }
        return hasFailed ? ExitCode.Failed : ExitCode.Done;
    }

    private static void WarnOf(ClassifiedFile file)
    {
        if (file.NonFiniteSampleCount > 0)
        {
            Report.Warning($"'{file.Path}' holds {file.NonFiniteSampleCount} samples that are no numbers (NaN or infinite); they were taken as silence.");
        }
    }
}
