using LiveGenre.Soak;

return await SoakRun.RunAsync(SoakArguments.Parse(args));
