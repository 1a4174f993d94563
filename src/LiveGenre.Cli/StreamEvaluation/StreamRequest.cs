using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Cli.StreamEvaluation;

/// <summary>What a stream evaluation was asked for.</summary>
/// <param name="Folders">Where tracks and voices lie.</param>
/// <param name="Script">The programme; null for one that is made up.</param>
/// <param name="Items">Tracks of a made-up programme; null for each once.</param>
/// <param name="Seed">Of a made-up programme; null for the usual one.</param>
/// <param name="Length">How long its tracks are played; null for whole.</param>
/// <param name="Condition">What every recording goes through first.</param>
/// <param name="Tune">Whether to look for better settings.</param>
/// <param name="Format">How to print.</param>
/// <param name="Report">Where to write a page; null for nowhere.</param>
/// <param name="Jobs">Files decoded at once.</param>
/// <param name="Options">All settings.</param>
internal sealed record StreamRequest(
    IReadOnlyList<string> Folders, FileInfo? Script, int? Items, int? Seed, TimeSpan? Length, string Condition, bool Tune,
    string Format, FileInfo? Report, int Jobs, LiveGenreOptions Options);
