namespace LiveGenre.Cli.Output;

/// <summary>Finds out before long work whether what comes of it can be written.</summary>
internal static class OutputPath
{
    /// <summary>Requires that a file can be made or overwritten; what it holds stays as it is.</summary>
    /// <param name="name">The option that names it.</param>
    /// <param name="file">The file; null where there is nothing to write.</param>
    /// <exception cref="CommandFailedException">It cannot; the message says why.</exception>
    public static void RequireFile(string name, FileInfo? file)
    {
        if (file is null)
        {
            return;
        }
        if (Directory.Exists(file.FullName))
        {
            throw Refuse(name, file, "it is a folder; name a file in it.");
        }
        try
        {
            var isNew = !file.Exists;
            file.Open(FileMode.OpenOrCreate, FileAccess.Write).Dispose();
            if (isNew)
            {
                file.Delete();
            }
        }
        catch (DirectoryNotFoundException)
        {
            throw Refuse(name, file, $"there is no folder '{file.DirectoryName}'; make it, or name another.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Refuse(name, file, error.Message);
        }
    }

    /// <summary>Requires that a folder is there, or can be made, and takes files.</summary>
    /// <param name="name">The argument that names it.</param>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CommandFailedException">It cannot; the message says why.</exception>
    public static void RequireFolder(string name, DirectoryInfo folder)
    {
        try
        {
            folder.Create();
            var trial = Path.Combine(folder.FullName, Path.GetRandomFileName());
            File.Create(trial, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Refuse(name, folder, error.Message);
        }
    }

    private static CommandFailedException Refuse(string name, FileSystemInfo path, string why) => new($"{name} {path} cannot be written: {why}");
}
