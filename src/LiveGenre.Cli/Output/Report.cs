namespace LiveGenre.Cli.Output;

/// <summary>What a command says to a person beside its output, on standard error.</summary>
internal static class Report
{
    /// <summary>Something failed.</summary>
    public static void Error(string message) => Write("error", message);

    /// <summary>Something is odd, and the work goes on.</summary>
    public static void Warning(string message) => Write("warning", message);

    private static void Write(string kind, string message)
    {
        using (ProgressLine.Hide())
        {
            Console.Error.WriteLine($"{kind}: {message}");
        }
    }
}
