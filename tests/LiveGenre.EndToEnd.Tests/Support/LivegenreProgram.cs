namespace LiveGenre.EndToEnd.Tests.Support;

/// <summary>The program that users start, as it was built beside these tests.</summary>
internal static class LivegenreProgram
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;

    private static readonly string Path = RepositoryFolder.Of("artifacts", "bin", "LiveGenre.Cli", Configuration, "livegenre.dll");

    /// <summary>Starts it.</summary>
    public static ChildProcess Start(
        IEnumerable<string> arguments, IEnumerable<(string Name, string Value)>? environment = null, Action<string>? onLine = null) =>
        ChildProcess.Start("dotnet", [Path, .. arguments], environment ?? [], onLine);

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        IEnumerable<string> arguments, IEnumerable<(string Name, string Value)>? environment = null)
    {
        await using var program = Start(arguments, environment);
        var exitCode = await program.WaitAsync(Patience.Long);
        return (exitCode, program.Output, program.Errors);
    }
}
