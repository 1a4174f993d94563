using System.CommandLine;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Arguments;

/// <summary>The options that describe a source of a running daemon.</summary>
internal sealed class SourceSettingsArguments
{
    private readonly Option<string?> _name = new("--name") { Description = "Name that people see.", HelpName = "TEXT" };

    private readonly Option<int?> _channel = Parameters.Number("--channel", "INDEX", -1, 31, "The one channel to listen to, from 0; -1 mixes all.");

    private readonly Option<string?> _timeZone = new("--time-zone") { Description = "IANA name of the zone that its reports are in.", HelpName = "ZONE" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _name, _channel, _timeZone })
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
    }
}
