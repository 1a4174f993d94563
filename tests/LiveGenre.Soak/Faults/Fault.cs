using LiveGenre.Soak.Scene;

namespace LiveGenre.Soak.Faults;

/// <summary>Something that goes wrong around a daemon, and is put right again.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Daemon">Whom it happens to.</param>
/// <param name="Breaks">Sources of its that may lose sound by it; no other may.</param>
/// <param name="MakeAsync">Makes the fault, checks that it shows, and puts it right.</param>
/// <param name="Missing">Why it cannot be made here; null if it can.</param>
internal sealed record Fault(string Name, WatchedDaemon Daemon, IReadOnlyList<string> Breaks, Func<Random, Task> MakeAsync, string? Missing = null);
