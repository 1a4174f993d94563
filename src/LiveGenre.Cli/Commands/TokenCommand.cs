using System.CommandLine;
using System.Globalization;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Output;
using LiveGenre.Daemon.Access;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre token</c>: who may read and change, on the daemon's own machine.</summary>
internal static class TokenCommand
{
    public static Command Create() => new ExampledCommand("token", "Create, list and revoke the tokens of this machine's daemon.")
    {
        Subcommands = { CreateCreate(), CreateList(), CreateRevoke() },
        Examples =
        [
            "livegenre token create --name studio-page --role read",
            "livegenre token create --name anna --role admin",
            "livegenre token list",
            "livegenre token revoke anna                     # her open calls end within seconds",
        ],
    };

    private static ExampledCommand CreateCreate()
    {
        var settings = new SettingsArguments();
        var name = new Option<string>("--name") { Description = "Whose it is: letters, digits, '.', '_' and '-'.", HelpName = "NAME", Required = true };
        var role = Parameters.Choice("--role", "read|admin", "What it allows; read where this is absent.", "read", "admin");
        var printHash = new Option<bool>("--print-hash")
        {
            Description = "Keep nothing, and print also the hash, for LiveGenre:Access:Tokens of the settings.",
        };
        name.Validators.Add(result =>
        {
            var text = result.GetValueOrDefault<string>() ?? "";
            if (text.Length is 0 or > 64 || !char.IsAsciiLetterOrDigit(text[0]) || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            {
                result.AddError($"--name {text} is not allowed; 1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or digit.");
            }
        });
        var command = new ExampledCommand("create", "Make a token and print it, this once. Only its hash is kept, in the data folder; a running daemon takes it up within seconds.")
        {
            Examples = ["livegenre token create --name dashboard --role read", "export LIVEGENRE_TOKEN=$(livegenre token create --name me --role admin)"],
        };
        command.Add(name);
        command.Add(role);
        command.Add(printHash);
        settings.AddGeneralTo(command);
        command.SetAction(parsed =>
        {
            var token = AccessToken.Create();
            if (parsed.GetValue(printHash))
            {
                Console.WriteLine(token);
                Console.WriteLine(AccessToken.Hash(token));
                return ExitCode.Done;
            }
            var options = settings.Read(parsed);
            var isFirst = Keep(options, new TokenEntry(parsed.GetValue(name)!, ToRole(parsed.GetValue(role)!), AccessToken.Hash(token), DateTimeOffset.UtcNow));
            Console.WriteLine(token);
            if (isFirst && options.Access.Anonymous == AnonymousAccess.Auto)
            {
                Report.Warning("it is the first: from now on the daemon asks every program and page for a token, those of this machine too; "
                    + "'#token=…' after a page's address, LIVEGENRE_TOKEN for livegenre. 'livegenre token revoke' takes that back.");
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static ExampledCommand CreateList()
    {
        var settings = new SettingsArguments();
        var format = Parameters.OutputFormat("How to print: a table, or a JSON object a line for each token.");
        var command = new ExampledCommand("list", "Whose tokens there are, and what they allow.") { Examples = ["livegenre token list"] };
        command.Add(format);
        settings.AddGeneralTo(command);
        command.SetAction(parsed =>
        {
            var options = settings.Read(parsed);
            var path = TokenFile.PathIn(DataFolder.Find(options));
            List<KeptToken> tokens =
            [
                .. TokenFile.Read(path).Select(token => new KeptToken(token.Name, token.Role, token.CreateTime, path)),
                .. options.Access.Tokens.Select(token => new KeptToken(token.Name, token.Role, null, "the settings")),
            ];
            Print(tokens, parsed.GetValue(format) == Parameters.Json);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(List<KeptToken> tokens, bool asJson)
    {
        if (asJson)
        {
            foreach (var token in tokens)
            {
                Console.WriteLine(JsonLine.Create(json =>
                {
                    json.WriteString("name", token.Name);
                    json.WriteString("role", ToWord(token.Role));
                    if (token.Created is { } created)
                    {
                        json.WriteString("create_time", created);
                    }
                    json.WriteString("kept_in", token.Place);
                }));
            }
        }
        else if (tokens.Count == 0)
        {
            Console.WriteLine("There is no token; 'livegenre token create' makes one.");
        }
        else
        {
            var table = TextTable.Create("NAME", "ROLE", "CREATED", "KEPT IN");
            foreach (var token in tokens)
            {
                table.AddText(token.Name, ToWord(token.Role), token.Created?.ToString("u", CultureInfo.InvariantCulture) ?? "", token.Place);
            }
            table.Print();
        }
    }

    private static ExampledCommand CreateRevoke()
    {
        var settings = new SettingsArguments();
        var name = new Argument<string>("NAME") { Description = "Whose it is, as 'livegenre token list' has it." };
        var command = new ExampledCommand("revoke", "Take a token back; calls that it was shown for end within seconds.") { Examples = ["livegenre token revoke anna"] };
        command.Add(name);
        settings.AddGeneralTo(command);
        command.SetAction(parsed =>
        {
            var path = TokenFile.PathIn(DataFolder.Find(settings.Read(parsed)));
            var tokens = TokenFile.Read(path);
            var left = tokens.Where(t => t.Name != parsed.GetValue(name)).ToList();
            if (left.Count == tokens.Count)
            {
                throw new CommandFailedException($"{path} has no token '{parsed.GetValue(name)}'; it has {(tokens.Count == 0 ? "none" : string.Join(", ", tokens.Select(t => t.Name)))}.");
            }
            TokenFile.Write(path, left);
            Console.WriteLine($"The token '{parsed.GetValue(name)}' counts no more.");
            if (left.Count == 0)
            {
                Console.WriteLine("It was the last: programs on this machine may read and change again without one, unless tokens stand in the settings.");
            }
            return ExitCode.Done;
        });
        return command;
    }

    /// <returns>Whether there was none before.</returns>
    private static bool Keep(LiveGenreOptions options, TokenEntry entry)
    {
        var path = TokenFile.PathIn(DataFolder.Find(options));
        var tokens = TokenFile.Read(path);
        if (tokens.Any(t => t.Name == entry.Name) || options.Access.Tokens.Any(t => t.Name == entry.Name))
        {
            throw new CommandFailedException($"there is a token '{entry.Name}' already; choose another name, or revoke that one first.");
        }
        TokenFile.Write(path, [.. tokens, entry]);
        return tokens.Count + options.Access.Tokens.Count == 0;
    }

    private static TokenRole ToRole(string word) => word == "admin" ? TokenRole.Admin : TokenRole.Read;

    private static string ToWord(TokenRole role) => role == TokenRole.Admin ? "admin" : "read";

    private sealed record KeptToken(string Name, TokenRole Role, DateTimeOffset? Created, string Place);
}
