using System.CommandLine;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Evaluation;
using LiveGenre.Cli.Output;
using LiveGenre.Cli.StreamEvaluation;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre evaluate-stream DIR…</c>: how well decisions follow a programme whose truth is known.</summary>
internal static class EvaluateStreamCommand
{
    private const int DefaultSeed = 1;

    public static Command Create()
    {
        var arguments = new StreamArguments();
        var command = new ExampledCommand("evaluate-stream",
            "Measure decisions over time: builds a programme from labelled tracks (cross-fades, talk, talk-over, pauses), and reports "
            + "the share of time that is right, how late decisions switch, and how often they switch for nothing.")
        {
            Examples =
            [
                "livegenre evaluate-stream tracks/          # tracks/jazz/one.flac, …, tracks/speech/host.mp3",
                "livegenre evaluate-stream tracks/ speech/ --items 50 --seed 7 --report stream.html",
                "livegenre evaluate-stream tracks/ --script a.txt   # lines: play jazz 90 fade 3 talk 8",
                "livegenre evaluate-stream tracks/ --tune   # the best settings, for appsettings.json",
                "livegenre evaluate-stream tracks/ --format json | jq '.smoothers[] | {smoothing, accuracy}'",
            ],
        };
        arguments.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(arguments.Read(parsed), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(StreamRequest request, CancellationToken cancellation)
    {
        OutputPath.RequireFile("--report", request.Report);
        var options = request.Options;
        var bundle = ModelBundle.Load(ModelFolder.Find(options.Model.Path));
        WindowingRules.Check(options.Windowing, bundle.Manifest);
        var labels = bundle.Manifest.GenreHead.Labels;
        var found = LabelledFolders.Find(request.Folders, labels);
        foreach (var error in found.Errors)
        {
            Report.Error(error);
        }
        if (found.Tracks.Count == 0)
        {
            throw new CommandFailedException($"there is no track to play; DIR holds a folder for each label ({string.Join(", ", labels)}), and tracks in it.");
        }
        var plan = ProgrammePlan.Create(await ItemsAsync(request, found, labels, cancellation), found, labels);
        var frontEnd = bundle.Manifest.FrontEnd.ToParameters();
        var condition = ListeningCondition.Of(request.Condition, frontEnd.SampleRateHz);
        var programme = await new ProgrammeListener(bundle, options, condition, request.Jobs).ListenAsync(plan, cancellation);
        if (programme.Items.Count == 0)
        {
            throw new CommandFailedException("no track of the programme could be played.");
        }
        SmootherOutcome Replay(DecisionsOptions decisions) => SmootherOutcome.Replay(programme, decisions, labels.Count, options.Windowing.Hop);
        var kinds = Enum.GetValues<SmoothingKind>().Where(kind => kind != SmoothingKind.TrackFilter || programme.Sound is not null).ToList();
        var result = new StreamResult(
            labels, programme, [.. kinds.Select(kind => Replay(SmootherTuning.With(options.Decisions, kind)))], DecisionRules.InUse(options.Decisions, programme.Sound),
            request.Tune ? [.. kinds.Select(kind => SmootherTuning.Rank([.. SmootherTuning.Grid(kind, options.Decisions).AsParallel().AsOrdered().Select(Replay)]))] : []);
        if (request.Format == Parameters.Json)
        {
            Console.WriteLine(StreamJson.Create(result, bundle.Manifest.Id, request.Condition));
        }
        else
        {
            StreamTable.Print(result);
        }
        if (request.Report is { } report)
        {
            await File.WriteAllTextAsync(
                report.FullName,
                StreamReport.Create(result, bundle.Manifest, EvaluationArguments.NameOf(request.Folders), request.Condition, EvaluationArguments.CommandLine(), TimeProvider.System.GetUtcNow()),
                cancellation);
        }
        return programme.HasErrors ? ExitCode.Failed : ExitCode.Done;
    }

    private static async Task<IReadOnlyList<ProgrammeItem>> ItemsAsync(
        StreamRequest request, LabelledFolders found, IReadOnlyList<string> labels, CancellationToken cancellation)
    {
        if (request.Script is { } script)
        {
            return ProgrammeScript.Parse(script.Name, await File.ReadAllLinesAsync(script.FullName, cancellation));
        }
        return ProgrammeGenerator.Create(
            ProgrammePlan.Names(found, labels), found.OfActivity(Core.Decisions.Activity.Speech).Count > 0,
            request.Items ?? found.Tracks.Count, request.Length, request.Seed ?? DefaultSeed);
    }
}
