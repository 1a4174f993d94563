using System.CommandLine;
using LiveGenre.Cli.Arguments;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre completion SHELL</c>: the script by which a shell completes livegenre's command lines.</summary>
internal static class CompletionCommand
{
    /// <summary>Shells, and the names of their scripts in <c>Completion/</c>.</summary>
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = "livegenre.bash",
        ["zsh"] = "_livegenre",
        ["fish"] = "livegenre.fish",
    };

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = $"One of {string.Join(", ", Scripts.Keys)}." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new ExampledCommand("completion", "Print a script that has a shell complete livegenre's commands and options with the TAB key.")
        {
            Examples =
            [
                "source <(livegenre completion bash)              # in ~/.bashrc",
                "source <(livegenre completion zsh)               # in ~/.zshrc, behind compinit",
                "livegenre completion fish | source               # in ~/.config/fish/config.fish",
            ],
        };
        command.Add(shell);
        command.SetAction(parsed =>
        {
            using var script = new StreamReader(typeof(CompletionCommand).Assembly.GetManifestResourceStream(Scripts[parsed.GetRequiredValue(shell)])!);
            Console.Write(script.ReadToEnd());
            return ExitCode.Done;
        });
        return command;
    }
}
