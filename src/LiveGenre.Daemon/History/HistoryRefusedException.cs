namespace LiveGenre.Daemon.History;

/// <summary>The store cannot be used as it is, and trying again will not help: a person has to act. The message says what is wrong and what to do.</summary>
internal sealed class HistoryRefusedException(string message, Exception? inner = null) : Exception(message, inner);
