using System.CommandLine;
using System.Globalization;
using LiveGenre.Daemon.Configuration;
using Microsoft.Extensions.Configuration;

namespace LiveGenre.Cli.Arguments;

/// <summary>The options by which a command takes settings, and the settings that they and all other places give.</summary>
internal sealed class SettingsArguments
{
    private readonly Option<string?> _model = new("--model")
    {
        Description = "Folder of the model bundle, instead of LiveGenre:Model:Path.",
        HelpName = "DIR",
    };

    private readonly Option<double?> _hop = Parameters.Number("--hop", "SECONDS",
        TimeSpan.Parse(WindowingRules.ShortestHop, CultureInfo.InvariantCulture).TotalSeconds,
        TimeSpan.Parse(WindowingRules.LongestHop, CultureInfo.InvariantCulture).TotalSeconds,
        $"Seconds from one window to the next, instead of LiveGenre:Windowing:Hop: {WindowingRules.AllowedSeconds}. Default 2.",
        $"a number from {WindowingRules.AllowedSeconds}");

    private readonly Option<FileInfo?> _config = new("--config")
    {
        Description = "A settings file over appsettings.json.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Any setting, such as LiveGenre:Decisions:Margin=0.2; may be repeated.",
        HelpName = "KEY=VALUE",
    };

    /// <summary>Adds the options to a command that listens: those of all settings, and of the model and the hop.</summary>
    public void AddTo(Command command)
    {
        command.Add(_model);
        command.Add(_hop);
        AddGeneralTo(command);
    }

    /// <summary>Adds only the options of all settings, for a command that does not listen.</summary>
    public void AddGeneralTo(Command command)
    {
        _set.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.IndexOf('=', StringComparison.Ordinal) <= 0))
            {
                result.AddError($"--set {token.Value} is not allowed; KEY=VALUE, such as LiveGenre:Windowing:Hop=00:00:01.");
            }
        });
        command.Add(_config);
        command.Add(_set);
    }

    /// <summary>Whether the command line names any settings.</summary>
    public bool AreGiven(ParseResult parsed) => parsed.GetValue(_config) is not null || parsed.GetValue(_set) is { Length: > 0 };

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="SettingsException">Anything is wrong with them.</exception>
    public LiveGenreOptions Read(ParseResult parsed) => SettingsReader.Read(Load(parsed));

    /// <summary>All settings, unchecked.</summary>
    /// <param name="parsed">What the command line says.</param>
    /// <param name="source">The only source there shall be; null leaves those that the settings name.</param>
    /// <exception cref="SettingsException">A file is missing or is no JSON.</exception>
    public IConfigurationRoot Load(ParseResult parsed, IReadOnlyDictionary<string, string?>? source = null)
    {
        var commandLine = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in parsed.GetValue(_set) ?? [])
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            commandLine[pair[..at].Trim()] = pair[(at + 1)..];
        }
        if (parsed.GetValue(_model) is { } model)
        {
            commandLine[$"{LiveGenreOptions.Section}:Model:Path"] = model;
        }
        if (parsed.GetValue(_hop) is { } hop)
        {
            commandLine[$"{LiveGenreOptions.Section}:Windowing:Hop"] = TimeSpan.FromSeconds(hop).ToString("c", CultureInfo.InvariantCulture);
        }
        return DaemonSettings.Load(parsed.GetValue(_config), commandLine, source);
    }
}
