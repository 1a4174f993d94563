namespace LiveGenre.Cli;

/// <summary>No daemon answers where one was looked for.</summary>
internal sealed class DaemonUnreachableException(string message, Exception inner) : CommandFailedException(message, inner);
