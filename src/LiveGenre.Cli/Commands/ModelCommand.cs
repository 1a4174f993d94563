using System.CommandLine;
using Google.Protobuf;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Connection;
using LiveGenre.Cli.Output;
using LiveGenre.Daemon.Administration;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre model</c>: what classifies in a running daemon.</summary>
internal static class ModelCommand
{
    public static Command Create() => new ExampledCommand("model", "List the models of a running daemon, and put another one to work.")
    {
        Subcommands = { CreateList(), CreateSwap() },
        Examples =
        [
            "livegenre model list",
            "livegenre model swap my-station-2               # checked first, and without a pause",
        ],
    };

    private static ExampledCommand CreateList()
    {
        var daemon = new DaemonArguments();
        var format = Parameters.OutputFormat("How to print: a table, or a line of protobuf's JSON for each model.");
        var command = new ExampledCommand("list", "The bundles in the daemon's models folder; a broken one with what is wrong with it.")
        {
            Examples = ["livegenre model list --address http://studio:5081", "livegenre model list --format json | jq -r 'select(.isActive).modelId'"],
        };
        command.Add(format);
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var connection = daemon.Connect(parsed);
            var response = await connection.AskAsync(AdminMethods.ListModels, new ListModelsRequest(), cancellation);
            Print(response.Models, parsed.GetValue(format) == Parameters.Json);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(IReadOnlyCollection<Model> models, bool asJson)
    {
        if (asJson)
        {
            var output = StandardOutput.Open();
            foreach (var model in models)
            {
                output.WriteLine(JsonFormatter.Default.Format(model));
            }
            return;
        }
        var table = TextTable.Create("MODEL", "AT WORK", "GENRES>", "DESCRIPTION");
        foreach (var model in models.Where(m => m.Trouble.Length == 0))
        {
            table.AddText(model.ModelId, model.IsActive ? "*" : "", $"{model.Labels.Count}", model.Description.WithoutControls());
        }
        table.Print();
        foreach (var model in models.Where(m => m.Trouble.Length > 0))
        {
            // A line for each thing that is wrong, as the daemon wrote them.
            Console.WriteLine($"{model.ModelId}: {string.Join($"{Environment.NewLine}  ", model.Trouble.Split('\n', StringSplitOptions.TrimEntries).Select(line => line.WithoutControls()))}");
        }
    }

    private static ExampledCommand CreateSwap()
    {
        var daemon = new DaemonArguments();
        var id = new Argument<string>("ID") { Description = "The model's id, as 'livegenre model list' has it." };
        var command = new ExampledCommand("swap", "Check a model, golden vectors included, and put it to work without a restart; the daemon remembers it.")
        {
            Examples = ["livegenre model swap livegenre-1"],
        };
        command.Add(id);
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var connection = daemon.Connect(parsed);
            var response = await connection.AskAsync(AdminMethods.SwapModel, new SwapModelRequest { ModelId = parsed.GetValue(id) }, cancellation);
            Console.WriteLine($"{response.Model.ModelId} classifies now: {string.Join(", ", response.Model.Labels)}.");
            return ExitCode.Done;
        });
        return command;
    }
}
