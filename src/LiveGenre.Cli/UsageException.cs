namespace LiveGenre.Cli;

/// <summary>The command line parses and makes no sense; the message names what does not fit.</summary>
internal sealed class UsageException(string message) : Exception(message);
