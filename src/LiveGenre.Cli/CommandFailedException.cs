namespace LiveGenre.Cli;

/// <summary>A command cannot do what it was asked to; the message is for its user.</summary>
internal sealed class CommandFailedException(string message, Exception? inner = null) : Exception(message, inner);
