using System.CommandLine;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Classification;
using LiveGenre.Cli.Evaluation;
using LiveGenre.Cli.Files;
using LiveGenre.Cli.Output;
using LiveGenre.Core.Decisions;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre evaluate DIR</c>: how well a model does on labelled tracks.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var folders = new Argument<string[]>("DIR")
        {
            Description =
                "Holds a folder for each label, and in it tracks of that label; folders speech, speech-over-music, noise and music hold what has an activity and no genre. "
                + "Several may be named.",
            Arity = ArgumentArity.OneOrMore,
        };
        var format = Parameters.OutputFormat("How to print: tables, or one JSON object. Tracks are judged by the mean of their windows with music; ece is of windows.");
        var report = new Option<FileInfo?>("--report")
        {
            Description = "Also write an HTML page with all figures, pictures of them, and the tracks that went wrong.",
            HelpName = "FILE.html",
        };
        var condition = EvaluationArguments.Condition();
        var mix = new Option<bool>("--mix-speech")
        {
            Description = "Also lay the voices of DIR/speech over 8.2 s of each track, 5 dB softer to 15 dB louder, and count how often that is found to be speech-over-music.",
        };
        var jobs = Parameters.Jobs();
        var settings = new SettingsArguments();
        var command = new ExampledCommand("evaluate",
            "Measure a model on labelled tracks.")
        {
            Examples =
            [
                "livegenre evaluate tracks/                 # tracks/jazz/one.flac, tracks/speech/host.mp3, …",
                "livegenre evaluate tracks/ --report report.html",
                "livegenre evaluate tracks/ --through room  # what a microphone costs; also mp3-64k, am, telephone",
                "livegenre evaluate tracks/ speech/ --mix-speech # how well talk over music is found",
                "livegenre evaluate tracks/ --model models/mine --format json | jq .accuracy",
            ],
        };
        command.Add(folders);
        foreach (var option in new Option[] { format, report, condition, mix, jobs })
        {
            command.Add(option);
        }
        settings.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(
            new(parsed.GetValue(folders)!, parsed.GetValue(format)!, parsed.GetValue(report), parsed.GetValue(condition)!, parsed.GetValue(mix),
                parsed.GetValue(jobs) ?? Environment.ProcessorCount, settings.Read(parsed)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Request request, CancellationToken cancellation)
    {
        var (folders, format, report, _, mix, _, options) = request;
        OutputPath.RequireFile("--report", report);
        var bundle = ModelBundle.Load(ModelFolder.Find(options.Model.Path));
        WindowingRules.Check(options.Windowing, bundle.Manifest);
        var labels = bundle.Manifest.GenreHead.Labels;
        var found = LabelledFolders.Find(folders, labels);
        foreach (var error in found.Errors)
        {
            Report.Error(error);
        }
        var condition = ListeningCondition.Of(request.Condition, bundle.Manifest.FrontEnd.ToParameters().SampleRateHz);
        var voices = found.OfActivity(Activity.Speech);
        if (mix && voices.Count == 0)
        {
            throw new CommandFailedException("--mix-speech needs voices, and there is no folder 'speech' with audio in it.");
        }
        var names = EvaluationArguments.NameOf(folders);
        var (tracks, clips, hasFailed) = await ClassifyAsync(
            found, mix ? new SpeechOverMusic(voices, condition) : null, () => new FileClassifier(bundle, options, channel: null, condition), request.Jobs, cancellation);
        if (tracks.Count + clips.Count == 0)
        {
            throw new CommandFailedException($"nothing in '{names}' could be evaluated; DIR holds a folder for each label ({string.Join(", ", labels)}), and tracks in it.");
        }
        var result = EvaluationResult.From(labels, tracks, clips);
        if (format == Parameters.Json)
        {
            Console.WriteLine(EvaluationJson.Create(result, bundle.Manifest.Id, request.Condition));
        }
        else
        {
            EvaluationTable.Print(result);
        }
        if (report is not null)
        {
            await File.WriteAllTextAsync(
                report.FullName, EvaluationReport.Create(result, bundle.Manifest, names, request.Condition, EvaluationArguments.CommandLine(), TimeProvider.System.GetUtcNow()), cancellation);
        }
        var areGenresLeftOut = tracks.Count == 0 && found.Errors.Count > 0;
        return hasFailed || areGenresLeftOut ? ExitCode.Failed : ExitCode.Done;
    }

    /// <summary>Classifies tracks, then recordings of an activity, then mixes of both.</summary>
    private static async Task<(List<(int Truth, ClassifiedFile File)> Tracks, List<(Activity Truth, ClassifiedFile File)> Clips, bool HasFailed)> ClassifyAsync(
        LabelledFolders found, SpeechOverMusic? mixer, Func<FileClassifier> createClassifier, int jobs, CancellationToken cancellation)
    {
        var (tracks, clips, at, hasFailed) = (new List<(int, ClassifiedFile)>(), new List<(Activity, ClassifiedFile)>(), 0, false);
        string[] plain = [.. found.Tracks.Select(t => t.Path), .. found.Clips.Select(c => c.Path)];
        string[] mixed = mixer is null ? [] : [.. found.Tracks.Select(t => t.Path)];
        using var progress = ProgressLine.Start(plain.Length + mixed.Length);
        await foreach (var outcome in FileWork.RunAsync(plain, jobs, createClassifier, (classifier, file, stop) => classifier.ClassifyAsync(file, stop), cancellation))
        {
            if (Keep(outcome) is { } file && at < found.Tracks.Count)
            {
                tracks.Add((found.Tracks[at].Label, file));
            }
            else if (outcome.Value is { } clip)
            {
                clips.Add((found.Clips[at - found.Tracks.Count].Activity, clip));
            }
            at++;
        }
        var order = found.Tracks.Select(t => t.Path).Distinct().Index().ToDictionary(t => t.Item, t => t.Index);
        await foreach (var outcome in FileWork.RunAsync(
            mixed, jobs, createClassifier, (classifier, file, stop) => mixer!.ClassifyAsync(classifier, order[file], file, stop), cancellation))
        {
            if (Keep(outcome) is { } file)
            {
                clips.Add((Activity.SpeechOverMusic, file));
            }
        }
        return (tracks, clips, hasFailed);

        ClassifiedFile? Keep(FileOutcome<ClassifiedFile> outcome)
        {
            progress?.Advance();
            if (outcome.Error is { } error)
            {
                Report.Error(error);
                hasFailed = true;
            }
            return outcome.Value;
        }
    }

    private sealed record Request(
        IReadOnlyList<string> Folders, string Format, FileInfo? Report, string Condition, bool MixSpeech, int Jobs, LiveGenreOptions Options);
}
