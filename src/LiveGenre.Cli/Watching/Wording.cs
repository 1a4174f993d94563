using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Watching;

/// <summary>How the words of the contract are shown to people.</summary>
internal static class Wording
{
    /// <summary>Lower case, as on the rest of the command line: <c>speech-over-music</c>.</summary>
    public static string ToWord(this Activity activity) => activity switch
    {
        Activity.Music => "music",
        Activity.Speech => "speech",
        Activity.SpeechOverMusic => "speech-over-music",
        Activity.Noise => "noise",
        Activity.Silence => "silence",
        _ => "",
    };

    /// <summary>As people say it.</summary>
    public static string ToWord(this SourceState state) => state switch
    {
        SourceState.Starting => "starting",
        SourceState.Running => "running",
        SourceState.DigitalSilence => "digital silence",
        SourceState.NoData => "no data",
        SourceState.DeviceLost => "device lost",
        SourceState.Retrying => "retrying",
        SourceState.Failed => "failed",
        SourceState.Ended => "ended",
        _ => "not known",
    };

    /// <summary>As people say it.</summary>
    public static string ToWord(this Gap.Types.Reason reason) => reason switch
    {
        Gap.Types.Reason.Overrun => "overrun",
        Gap.Types.Reason.Reconnect => "reconnect",
        Gap.Types.Reason.Overload => "overload",
        Gap.Types.Reason.ModelFailure => "model failure",
        _ => "gap",
    };

    /// <summary>What is most worth saying: the genre, or the activity where no genre applies.</summary>
    public static string ToHeadline(this GenreWindow window) =>
        window.Decision.Label == Daemon.Pipeline.LabelNames.None ? window.Activity.ToWord() : window.Decision.Label;
}
