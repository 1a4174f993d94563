namespace LiveGenre.Capture.Tests.Support;

/// <summary>A test that needs programs; it is skipped, with their names, where one is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresFactAttribute : FactAttribute
{
    public RequiresFactAttribute(params string[] programs)
    {
        Programs = programs;
        if (programs.Where(p => !IsInstalled(p)).ToArray() is { Length: > 0 } missing)
        {
            Skip = $"needs {string.Join(", ", missing)}";
        }
    }

    public string[] Programs { get; }

    internal static bool IsInstalled(string program) =>
        program == "libportaudio" ? System.Runtime.InteropServices.NativeLibrary.TryLoad("libportaudio.so.2", out _)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
