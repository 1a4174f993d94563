using System.Runtime.InteropServices;

namespace LiveGenre.Capture.Tests.Support;

/// <summary>A test that needs programs or libraries; it is skipped, with their names, where one is not installed.</summary>
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

    private static bool IsInstalled(string program) => program.Contains(".so", StringComparison.Ordinal)
        ? NativeLibrary.TryLoad(program, out _) || IsAlsaModule(program)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static bool IsAlsaModule(string name) =>
        Directory.Exists("/usr/lib") && Directory.EnumerateDirectories("/usr/lib").Any(folder => File.Exists(Path.Combine(folder, "alsa-lib", name)));
}
