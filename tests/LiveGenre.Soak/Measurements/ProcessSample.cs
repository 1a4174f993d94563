namespace LiveGenre.Soak.Measurements;

/// <summary>What a process held at a moment.</summary>
/// <param name="Time">Since measuring began.</param>
/// <param name="ResidentMegabytes">VmRSS, 1 MB = 1024 kB.</param>
/// <param name="Threads">Of the operating system.</param>
/// <param name="Handles">Open file descriptors.</param>
/// <param name="Zombies">Children that have ended and that it has not fetched.</param>
internal readonly record struct ProcessSample(TimeSpan Time, double ResidentMegabytes, int Threads, int Handles, int Zombies);
