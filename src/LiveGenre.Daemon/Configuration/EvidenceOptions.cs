using System.ComponentModel.DataAnnotations;

namespace LiveGenre.Daemon.Configuration;

/// <summary>Which sound is kept around changes of the decision. Section <c>LiveGenre:Evidence</c>; docs/evidence.md says what to mind.</summary>
public sealed class EvidenceOptions
{
    /// <summary>Whether clips are kept at all. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>Sound before a change, seconds. Default 10; 0 to 60.</summary>
    [Range(0, 60)]
    public int SecondsBefore { get; init; } = 10;

    /// <summary>Sound after a change, seconds. Default 5; 1 to 60.</summary>
    [Range(1, 60)]
    public int SecondsAfter { get; init; } = 5;

    /// <summary>What the folder may hold, bytes, whatever it is that lies there; the oldest clips make room. Default 500 MB; 1 MB to 10 TB.</summary>
    [Range(1_000_000L, 10_000_000_000_000L)]
    public long MaxBytes { get; init; } = 500_000_000;

    /// <summary>Where clips are kept; empty for <c>evidence</c> in the data folder.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Samples that a source must keep, so that a clip can still be cut when the decision is made and on the disk's time.</summary>
    internal TimeSpan BufferDuration =>
        Enabled ? TimeSpan.FromSeconds(SecondsBefore + SecondsAfter) + Patience : TimeSpan.Zero;

    /// <summary>How long a change may take from the sound to the recorder.</summary>
    internal static TimeSpan Patience => TimeSpan.FromSeconds(10);

    /// <summary>Where clips are kept.</summary>
    internal string FindFolder(LiveGenreOptions options) =>
        Folder.Length > 0 ? Path.GetFullPath(Folder) : Path.Combine(DataFolder.Find(options), "evidence");
}
