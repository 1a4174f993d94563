using System.Diagnostics.CodeAnalysis;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Evidence;

/// <summary>
/// The folder of clips: it is the index, and it never holds more than its quota. Whatever else lies there counts too and is
/// left alone; the oldest clips make room. One writer, any number of readers.
/// </summary>
internal sealed class EvidenceFolder(string path, long maxBytes)
{
    private const string PartialExtension = ".partial";

    /// <summary>All but what is closed to this user, such as lost+found on a disk of its own.</summary>
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    /// <summary>Where it is.</summary>
    public string Path { get; } = path;

    /// <summary>All clips with their sizes in bytes, oldest first; none where there is no folder yet.</summary>
    public IReadOnlyList<(EvidenceClip Clip, long Bytes)> List()
    {
        var clips = new List<(EvidenceClip Clip, long Bytes)>();
        foreach (var file in Files())
        {
            if (file.Extension == EvidenceClip.Extension
                && EvidenceClip.TryParse(System.IO.Path.GetFileNameWithoutExtension(file.Name), out var clip)
                && SizeOf(file) is { } bytes)
            {
                clips.Add((clip, bytes));
            }
        }
        clips.Sort((a, b) => string.CompareOrdinal(a.Clip.Id, b.Clip.Id));
        return clips;
    }

    /// <summary>Opens a clip to be read; false where there is none of this id, or none any more.</summary>
    public bool TryOpen(string id, [NotNullWhen(true)] out FileStream? file)
    {
        file = null;
        if (EvidenceClip.TryParse(id, out var clip))
        {
            try
            {
                // The quota may take it meanwhile; whoever reads it reads on.
                file = new FileStream(FileOf(clip), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                // Taken by the quota, or never kept.
            }
        }
        return file is not null;
    }

    /// <summary>Keeps a clip: whole or not at all, also where the daemon ends in the middle of it.</summary>
    /// <param name="clip">What it is of.</param>
    /// <param name="bytes">Its file.</param>
    /// <exception cref="IOException">There is no room, in the quota or on the disk, or the disk fails; the message says which.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public void Write(EvidenceClip clip, ReadOnlySpan<byte> bytes)
    {
        OwnersOnly.CreateFolder(Path);
        MakeRoom(bytes.Length);
        var partial = FileOf(clip) + PartialExtension;
        try
        {
            using (var file = new FileStream(partial, OwnersOnly.Options(FileMode.Create, FileAccess.Write)))
            {
                file.Write(bytes);
            }
            File.Move(partial, FileOf(clip), overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    private void MakeRoom(long bytes)
    {
        DeleteLeftovers();
        var held = Files().Sum(file => SizeOf(file) ?? 0);
        foreach (var (clip, size) in List())
        {
            if (held + bytes <= maxBytes)
            {
                return;
            }
            File.Delete(FileOf(clip));
            held -= size;
        }
        if (held + bytes > maxBytes)
        {
            throw new IOException($"A clip of {bytes} bytes does not fit into the {maxBytes} of LiveGenre:Evidence:MaxBytes beside {held} bytes of other files in {Path}.");
        }
    }

    /// <summary>What a daemon left that was killed in the middle of a clip.</summary>
    private void DeleteLeftovers()
    {
        foreach (var file in Files().Where(f => f.Name.EndsWith(EvidenceClip.Extension + PartialExtension, StringComparison.Ordinal)))
        {
            file.Delete();
        }
    }

    private List<FileInfo> Files()
    {
        var folder = new DirectoryInfo(Path);
        return folder.Exists ? [.. folder.EnumerateFiles("*", Everything)] : [];
    }

    /// <summary>Length of a file, bytes; null where it has gone since the folder was read.</summary>
    private static long? SizeOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private string FileOf(EvidenceClip clip) => System.IO.Path.Combine(Path, clip.FileName);
}
