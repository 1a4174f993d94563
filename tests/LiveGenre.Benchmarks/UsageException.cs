namespace LiveGenre.Benchmarks;

/// <summary>The command line is wrong; the message is for whoever wrote it.</summary>
internal sealed class UsageException(string message) : Exception(message);
