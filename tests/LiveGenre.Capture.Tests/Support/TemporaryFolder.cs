namespace LiveGenre.Capture.Tests.Support;

/// <summary>A folder that a test may fill.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("lg").FullName;

    public string Write(string name, byte[] content)
    {
        var path = At(name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
