using System.CommandLine;
using System.Globalization;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Connection;
using LiveGenre.Cli.Output;
using LiveGenre.Cli.Watching;
using LiveGenre.Daemon.Administration;
using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre sources</c>: what a running daemon listens to.</summary>
internal static class SourcesCommand
{
    /// <summary>How long a source may take to be heard before the command ends: longer than most streams need.</summary>
    private static readonly TimeSpan BeginningPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(0.25);

    public static Command Create() => new ExampledCommand("sources", "List, add, change and remove the sources of a running daemon.")
    {
        Subcommands = { CreateList(), CreateAdd(), CreateSet(), CreateRemove() },
        Examples =
        [
            "livegenre sources list",
            "livegenre sources add web https://radio.example/live.mp3 --name \"Web stream\"",
            "livegenre sources set web --name \"Web stream, main\"   # the rest stays",
            "livegenre sources remove web",
        ],
    };

    private static ExampledCommand CreateList()
    {
        var daemon = new DaemonArguments();
        var format = Parameters.OutputFormat("How to print: a table, or a line of protobuf's JSON for each source.");
        var command = new ExampledCommand("list", "What the daemon listens to, and how each source does.")
        {
            Examples = ["livegenre sources list --address https://studio:5081 --ca studio.pem"],
        };
        command.Add(format);
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var connection = daemon.Connect(parsed);
            var sources = new List<Source>();
            var page = new ListSourcesResponse();
            do
            {
                page = await connection.AskAsync(GenreMethods.ListSources, new ListSourcesRequest { PageSize = 1_000, PageToken = page.NextPageToken }, cancellation);
                sources.AddRange(page.Sources);
            }
            while (page.NextPageToken.Length > 0);
            Print(sources, parsed.GetValue(format)!);
            return ExitCode.Done;
        });
        return command;
    }

    private static ExampledCommand CreateAdd()
    {
        var (daemon, id, settings) = (new DaemonArguments(), Id("A short name for it: letters, digits, '.', '_' or '-'."), new SourceSettingsArguments());
        var address = new Argument<string>("ADDRESS")
        {
            Description = "Where the sound comes from: pulse:NAME, portaudio:NAME or the URL of a stream; of the daemon's machine, as 'livegenre devices' lists them there.",
        };
        var command = new ExampledCommand("add", "Begin to listen to another source; the daemon remembers it.")
        {
            Examples = ["livegenre sources add studio pulse:studio.monitor --channel 0", "livegenre sources add web https://radio.example/live.mp3"],
        };
        command.Add(id);
        command.Add(address);
        settings.AddTo(command);
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var asked = new SourceSettings { SourceId = parsed.GetValue(id), Address = parsed.GetValue(address) };
            settings.Apply(parsed, asked);
            using var connection = daemon.Connect(parsed);
            var response = await SaveAsync(connection, AdminMethods.AddSource, new AddSourceRequest { Settings = asked }, asked, cancellation);
            await SayBeginningAsync(connection, response.Source, "added", cancellation);
            return ExitCode.Done;
        });
        return command;
    }

    private static ExampledCommand CreateSet()
    {
        var (daemon, id, settings) = (new DaemonArguments(), Id(), new SourceSettingsArguments());
        var address = new Option<string?>("--source-address") { Description = "Where the sound comes from, instead of the address so far.", HelpName = "ADDRESS" };
        var command = new ExampledCommand("set", "Change settings of a source that was added; those not named stay.")
        {
            Examples = ["livegenre sources set web --source-address https://radio.example/backup.mp3", "livegenre sources set studio --channel 1", "livegenre sources set web --label hiphop=Urban --target rock=60 --target talk=..15"],
        };
        command.Add(id);
        command.Add(address);
        settings.AddTo(command);
        var changes = command.Options.ToList();
        command.Validators.Add(result =>
        {
            if (result.GetResult(id) is { Tokens.Count: > 0 } && changes.All(change => result.GetResult(change) is null))
            {
                result.AddError($"name what to change: {string.Join(", ", changes.Select(change => change.Name))}.");
            }
        });
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var connection = daemon.Connect(parsed);
            var known = await connection.AskAsync(AdminMethods.GetSourceSettings, new GetSourceSettingsRequest { SourceId = parsed.GetValue(id) }, cancellation);
            var asked = known.Settings;
            asked.Address = parsed.GetValue(address) ?? asked.Address;
            settings.Apply(parsed, asked);
            var response = await SaveAsync(connection, AdminMethods.UpdateSource, new UpdateSourceRequest { Settings = asked }, asked, cancellation);
            await SayBeginningAsync(connection, response.Source, "changed", cancellation);
            return ExitCode.Done;
        });
        return command;
    }

    private static ExampledCommand CreateRemove()
    {
        var (daemon, id) = (new DaemonArguments(), Id());
        var command = new ExampledCommand("remove", "Stop listening to a source that was added; what was heard is kept.")
        {
            Examples = ["livegenre sources remove web"],
        };
        command.Add(id);
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var connection = daemon.Connect(parsed);
            await connection.AskAsync(AdminMethods.RemoveSource, new RemoveSourceRequest { SourceId = parsed.GetValue(id) }, cancellation);
            Console.WriteLine($"'{parsed.GetValue(id)}' is no longer listened to.");
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<TResponse> SaveAsync<TRequest, TResponse>(
        DaemonConnection connection, Method<TRequest, TResponse> method, TRequest request, SourceSettings asked, CancellationToken cancellation)
        where TRequest : class
        where TResponse : class
    {
        try
        {
            return await connection.AskAsync(method, request, cancellation);
        }
        catch (CommandFailedException error)
        {
            throw new CommandFailedException(SourceSettingsArguments.Explain(error.Message, asked), error);
        }
    }

    /// <summary>Waits until the daemon hears the source, or knows why it does not; then says which.</summary>
    private static async Task SayBeginningAsync(DaemonConnection connection, Source source, string done, CancellationToken cancellation)
    {
        for (var left = BeginningPatience; source.State == SourceState.Starting && left > TimeSpan.Zero; left -= LookInterval)
        {
            await Task.Delay(LookInterval, cancellation);
            source = (await connection.AskAsync(GenreMethods.GetSource, new GetSourceRequest { SourceId = source.SourceId }, cancellation)).Source;
        }
        if (source.State is SourceState.Running or SourceState.DigitalSilence or SourceState.Ended)
        {
            Console.WriteLine($"'{source.SourceId}' is listened to: {source.Address}");
            return;
        }
        Console.WriteLine($"'{source.SourceId}' is {done}: {source.Address}");
        Report.Warning($"it is not heard yet ({source.State.ToWord()}). {source.StateDetail.WithoutControls()}".TrimEnd());
    }

    private static Argument<string> Id(string description = "The source's id.") => new Argument<string>("ID") { Description = description };

    private static void Print(List<Source> sources, string format)
    {
        if (format == Parameters.Json)
        {
            foreach (var source in sources)
            {
                Console.WriteLine(Google.Protobuf.JsonFormatter.Default.Format(source));
            }
            return;
        }
        if (sources.Count == 0)
        {
            Console.WriteLine("The daemon listens to nothing; 'livegenre sources add' changes that.");
            return;
        }
        var table = TextTable.Create("ID", "STATE", "WINDOWS>", "MODEL", "ADDRESS", "NAME");
        foreach (var source in sources)
        {
            table.AddText(
                source.SourceId, source.State.ToWord(), source.WindowCount.ToString(CultureInfo.InvariantCulture), source.ModelId,
                source.Address.WithoutControls(), source.DisplayName.WithoutControls());
        }
        table.Print();
        foreach (var source in sources.Where(s => s.State is not (SourceState.Running or SourceState.Starting or SourceState.Ended)))
        {
            Console.WriteLine($"{source.SourceId}: {source.State.ToWord()}. {source.StateDetail.WithoutControls()}".TrimEnd());
        }
    }
}
