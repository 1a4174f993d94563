using System.CommandLine;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Evaluation;

namespace LiveGenre.Cli.StreamEvaluation;

/// <summary>Arguments and options of <c>evaluate-stream</c>.</summary>
internal sealed class StreamArguments
{
    private readonly Argument<string[]> _folders = new Argument<string[]>("DIR")
    {
        Description = "Holds a folder for each label, and in it tracks; a folder 'speech' holds voices for talk. Several may be named.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<FileInfo?> _script = new("--script")
    {
        Description =
            "The programme, an item a line: 'play LABEL[/FILE] [SECONDS] [fade SECONDS] [talk SECONDS]', 'talk SECONDS', 'pause SECONDS'; # begins a remark. "
            + "Without it one is made up.",
        HelpName = "FILE",
    };

    private readonly Option<int?> _items = Parameters.Number("--items", "COUNT", 1, 100_000, "Tracks of a made-up programme. Default each track once.");
    private readonly Option<int?> _seed = Parameters.Number("--seed", "NUMBER", 0, int.MaxValue, "Makes another programme up, the same for a number. Default 1.");

    private readonly Option<double?> _length = Parameters.Number("--length", "SECONDS", 4.0, 3_600.0,
        "Play each track of a made-up programme so long; a shorter one is repeated, which is counted. Default each track as it is.");

    private readonly Option<string> _condition = EvaluationArguments.Condition();
    private readonly Option<bool> _tune = new("--tune") { Description = "Try settings of all smoothers, and print the best for appsettings.json." };
    private readonly Option<string> _format = Parameters.OutputFormat("How to print: tables, or one JSON object.");
    private readonly Option<FileInfo?> _report = new("--report") { Description = "Also write an HTML page with the programme and the decisions as a picture.", HelpName = "FILE.html" };
    private readonly Option<int?> _jobs = Parameters.Jobs();
    private readonly SettingsArguments _settings = new();

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Validators.Add(result =>
        {
            foreach (var option in new Option[] { _items, _seed, _length }.Where(_ => result.GetValue(_script) is not null).Where(option => result.GetResult(option) is not null))
            {
                result.AddError($"{option.Name} describes a made-up programme, and --script names one.");
            }
        });
        command.Add(_folders);
        foreach (var option in new Option[] { _script, _items, _seed, _length, _condition, _tune, _format, _report, _jobs })
        {
            command.Add(option);
        }
        _settings.AddTo(command);
    }

    /// <summary>What they say.</summary>
    public StreamRequest Read(ParseResult parsed) => new(
        parsed.GetValue(_folders)!, parsed.GetValue(_script), parsed.GetValue(_items), parsed.GetValue(_seed),
        parsed.GetValue(_length) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        parsed.GetValue(_condition)!, parsed.GetValue(_tune), parsed.GetValue(_format)!, parsed.GetValue(_report),
        parsed.GetValue(_jobs) ?? Environment.ProcessorCount, _settings.Read(parsed));
}
