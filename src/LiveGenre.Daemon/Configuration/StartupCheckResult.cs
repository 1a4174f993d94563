using LiveGenre.Core.Audio;

namespace LiveGenre.Daemon.Configuration;

/// <summary>What one check of <see cref="StartupCheck"/> found. Secrets are removed.</summary>
/// <param name="Check">What was checked: <c>settings</c>, <c>model</c>, <c>source</c>, <c>folder</c>, <c>history</c>, <c>alerts</c>, <c>port</c> or <c>access</c>.</param>
/// <param name="Name">Which one: a source's id, a rule or a receiver, a key of a setting.</param>
/// <param name="IsOk">Whether a start would get past it.</param>
/// <param name="Detail">What was found, or what is wrong and what to do, as a sentence.</param>
public sealed record StartupCheckResult(string Check, string Name, bool IsOk, string Detail)
{
    /// <summary>Rate and channels of a source that could be opened.</summary>
    public AudioFormat? Format { get; init; }

    /// <summary>Level of what a source delivered.</summary>
    public AudioLevel? Level { get; init; }

    /// <summary>A check that passed.</summary>
    public static StartupCheckResult Ok(string check, string name, string detail) => new(check, name, true, detail);

    /// <summary>A check that did not pass.</summary>
    public static StartupCheckResult Failed(string check, string name, string detail) => new(check, name, false, detail);
}
