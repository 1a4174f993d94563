using System.CommandLine;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Classification;
using LiveGenre.Cli.Features;
using LiveGenre.Cli.Files;
using LiveGenre.Cli.Output;
using LiveGenre.Cli.Plotting;
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
        };
        var format = Parameters.OutputFormat("How to print: for people, or one JSON line a window and one a file.");
        var channel = Parameters.Number("--channel", "INDEX", 0, 31, "The one channel to classify, from 0; without it all are mixed.");
        var plot = new Option<FileInfo?>("--plot")
        {
            Description = "Also draw waveform, mel spectrogram and the decisions over time of the one FILE; a name in .svg or .png.",
            HelpName = "OUT.png|svg",
        };
        plot.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => !PictureFile.IsKnown(t.Value)))
            {
                result.AddError($"--plot {token.Value} is not allowed; a name that ends in .svg or .png.");
            }
        });
        var jobs = Parameters.Jobs();
        var settings = new SettingsArguments();
        var command = new ExampledCommand("classify",
            "Say what kind of sound audio files hold, each window judged by itself, and as a whole. Decisions, which are steadier, are what --plot draws and the daemon says.")
        {
            Examples =
            [
                "livegenre classify song.flac                    # stretches of one genre",
                "livegenre classify *.mp3 --format json > all.jsonl",
                "livegenre classify archive/ --format json | jq -r 'select(.summary) | [.file, .label] | @tsv'",
                "livegenre classify aircheck.wav --channel 1 --hop 1",
                "livegenre classify song.flac --plot song.png    # look at the sound",
            ],
        };
        command.Add(files);
        command.Add(format);
        command.Add(channel);
        command.Add(plot);
        command.Add(jobs);
        settings.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(files)!, parsed.GetValue(format)!, parsed.GetValue(channel), parsed.GetValue(plot), parsed.GetValue(jobs), settings.Read(parsed), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        string[] arguments, string format, int? channel, FileInfo? plot, int? jobs, LiveGenreOptions options, CancellationToken cancellation)
    {
        var files = AudioFiles.Expand(arguments, out var errors);
        foreach (var error in errors)
        {
            Report.Error(error);
        }
        if (plot is not null && files.Count != 1)
        {
            throw new CommandFailedException($"--plot draws one file, and there are {files.Count}.");
        }
        OutputPath.RequireFile("--plot", plot);
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
                if (plot is not null)
                {
                    await PlotAsync(plot, file, bundle, channel, cancellation);
                }
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

    private static async Task PlotAsync(FileInfo plot, ClassifiedFile file, ModelBundle bundle, int? channel, CancellationToken cancellation)
    {
        var frontEnd = bundle.Manifest.FrontEnd.ToParameters();
        var samples = await MonoSamples.ReadAsync(file.Path, frontEnd.SampleRateHz, channel, cancellation);
        var mel = new MelFrames(frontEnd);
        mel.Add(samples);
        await PictureFile.WriteAsync(plot, new SoundPlot(file, samples, mel.ToBandMajor(), frontEnd, bundle.Manifest.GenreHead.Labels).Draw(), cancellation);
    }

    private static void WarnOf(ClassifiedFile file)
    {
        if (file.NonFiniteSampleCount > 0)
        {
            Report.Warning($"'{file.Path}' holds {file.NonFiniteSampleCount} samples that are no numbers (NaN or infinite); they were taken as silence.");
        }
    }
}
