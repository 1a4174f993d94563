return await LiveGenre.Cli.CommandLine.RunAsync(args);
