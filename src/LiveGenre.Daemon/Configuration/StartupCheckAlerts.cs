using LiveGenre.Daemon.Alerts.Rules;

namespace LiveGenre.Daemon.Configuration;

/// <summary>Which rules stand, and whether receivers look as if they could be reached; nothing is sent.</summary>
internal static class StartupCheckAlerts
{
    public static IEnumerable<StartupCheckResult> Run(AlertsOptions options)
    {
        var rules = new AlertRules(options);
        var watched = string.Join(", ", rules.All.Select(r => $"{r.Name} after {AlertWords.Duration(r.For)}"));
        yield return StartupCheckResult.Ok("alerts", "rules",
            $"{watched}{(rules.AreDefaults ? ", by default" : "")}{(options.Receivers.Count == 0 ? "; no receiver, so they show on the page and in the API only" : "")}");
        foreach (var receiver in options.Receivers)
        {
            yield return Check(receiver);
        }
    }

    private static StartupCheckResult Check(AlertReceiverOptions receiver) => receiver.Kind switch
    {
        AlertReceiverKind.Webhook => StartupCheckResult.Ok("alerts", receiver.Name,
            $"webhook at {new Uri(receiver.Url.Reveal()).Host}, {(receiver.Secret.IsEmpty ? "not signed" : "signed")}; 'livegenre alerts test' tries it"),
        AlertReceiverKind.Email => StartupCheckResult.Ok("alerts", receiver.Name,
            $"e-mail by {receiver.SmtpHost}:{receiver.SmtpPort} to {string.Join(", ", receiver.To)}; 'livegenre alerts test' tries it"),
        _ when FindProgram(receiver.Program) is { } program => StartupCheckResult.Ok("alerts", receiver.Name, $"command {program}; 'livegenre alerts test' tries it"),
        _ => StartupCheckResult.Failed("alerts", receiver.Name, $"there is no program '{receiver.Program}'; a path, or a name that PATH finds."),
    };

    private static string? FindProgram(string program)
    {
        string[] suffixes = OperatingSystem.IsWindows() ? ["", ".exe"] : [""];
        var folders = Path.GetFileName(program) == program ? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator) : [""];
        return folders.SelectMany(folder => suffixes.Select(suffix => Path.Combine(folder, program + suffix))).FirstOrDefault(File.Exists);
    }
}
