using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Arguments;

/// <summary>The options that describe a source of a running daemon.</summary>
internal sealed partial class SourceSettingsArguments
{
    /// <summary>The target that stands for none.</summary>
    private const string NoTarget = "none";

    private readonly Option<string?> _name = new("--name") { Description = "Name that people see.", HelpName = "TEXT" };

    private readonly Option<int?> _channel = Parameters.Number("--channel", "INDEX", -1, 31, "The one channel to listen to, from 0; -1 mixes all.");

    private readonly Option<string?> _timeZone = new("--time-zone") { Description = "IANA name of the zone that its reports are in.", HelpName = "ZONE" };

    private readonly Option<string[]> _labels = new("--label")
    {
        Description = "What a genre is called here, and again for others; nothing after = leaves it its name.",
        HelpName = "GENRE=NAME",
    };

    private readonly Option<string[]> _targets = new("--target")
    {
        Description = $"What shall be on air, for reports, instead of all targets so far: {TargetText.Allowed}; none leaves it to the settings of all sources.",
        HelpName = "TARGET",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _labels.Validators.Add(result => Require(result, text => text.IndexOf('=', StringComparison.Ordinal) > 0, "GENRE=NAME"));
        _targets.Validators.Add(result => Require(
            result, text => TargetText.Parse(text) is not null || (text == NoTarget && result.Tokens.Count == 1), TargetText.Allowed));
        foreach (var option in new Option[] { _name, _channel, _timeZone, _labels, _targets })
        {
            command.Add(option);
        }
    }

    /// <summary>Puts what was given over what was there.</summary>
    public void Apply(ParseResult parsed, SourceSettings settings)
    {
        settings.DisplayName = parsed.GetValue(_name) ?? settings.DisplayName;
        settings.TimeZone = parsed.GetValue(_timeZone) ?? settings.TimeZone;
        switch (parsed.GetValue(_channel))
        {
            case null:
                break;
            case < 0:
                settings.ClearChannel();
                break;
            case { } channel:
                settings.Channel = (uint)channel;
                break;
        }
        foreach (var text in parsed.GetValue(_labels) ?? [])
        {
            var (genre, name) = (text[..text.IndexOf('=', StringComparison.Ordinal)], text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            settings.Labels.Remove(genre);
            if (name.Length > 0)
            {
                settings.Labels.Add(genre, name);
            }
        }
        if (parsed.GetValue(_targets) is { Length: > 0 } targets)
        {
            settings.Targets.Clear();
            settings.Targets.AddRange(targets.Select(TargetText.Parse).OfType<SourceTarget>());
        }
    }

    /// <summary>Why a daemon refused settings, in the words of the command line: it names targets and genres as its own settings do.</summary>
    public static string Explain(string refusal, SourceSettings asked) => LabelKey().Replace(
        TargetKey().Replace(refusal, key => int.Parse(key.Groups["index"].ValueSpan, CultureInfo.InvariantCulture) is var index && index < asked.Targets.Count
            ? $"--target {TargetText.Write(asked.Targets[index])}{(key.Groups["field"].Success ? ":" : "")}"
            : key.Value),
        "--label ");

    [GeneratedRegex(@"settings:Targets:(?<index>\d{1,4})(?<field>:\w+ =)?", RegexOptions.CultureInvariant)]
    private static partial Regex TargetKey();

    [GeneratedRegex(@"settings\.labels[: ]", RegexOptions.CultureInvariant)]
    private static partial Regex LabelKey();

    private static void Require(OptionResult result, Predicate<string> isRight, string allowed)
    {
        foreach (var token in result.Tokens.Where(t => !isRight(t.Value)))
        {
            result.AddError($"{result.Option.Name} {token.Value} is not allowed; {allowed}.");
        }
    }
}
