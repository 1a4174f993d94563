using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Watching;

/// <summary>What happened to one subscription: the daemon said something, or the link to it changed.</summary>
/// <param name="SourceId">Whose subscription.</param>
/// <param name="Response">What the daemon said.</param>
/// <param name="Link">What became of the link.</param>
internal readonly record struct WatchEvent(string SourceId, WatchGenreResponse? Response = null, LinkState? Link = null);
