using System.CommandLine;
using LiveGenre.Cli.Commands;

var root = new RootCommand("LiveGenre tells, live, what kind of sound is on air.")
{
    RunCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
