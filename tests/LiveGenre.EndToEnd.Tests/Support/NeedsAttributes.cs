using System.Reflection;
using Xunit.Sdk;

namespace LiveGenre.EndToEnd.Tests.Support;

/// <summary>A test that is skipped, with the reason, where something that it needs is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsFactAttribute : FactAttribute
{
    public NeedsFactAttribute(params string[] needs) => Skip = Need.Missing(needs);
}

/// <inheritdoc cref="NeedsFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsTheoryAttribute : TheoryAttribute
{
    public NeedsTheoryAttribute(params string[] needs) => Skip = Need.Missing(needs);
}

/// <summary>A case of a theory with a stock client; it is skipped, with the reason, where that client's language is not installed.</summary>
/// <param name="language">First argument of the theory.</param>
/// <param name="arguments">Its others.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class StockClientDataAttribute(StockLanguage language, params object[] arguments) : DataAttribute
{
    public override string? Skip => Need.Missing(language == StockLanguage.Python ? Need.Python : Need.Node);

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[language, .. arguments]];
}

/// <summary>What tests need of a machine.</summary>
internal static class Need
{
    public const string SoundServer = "pulseaudio, pactl and pacat";
    public const string PortAudio = "libportaudio and ALSA's pulse plug-in";
    public const string FFmpeg = "ffmpeg";
    public const string Python = "Debian's python3-grpcio, python3-protobuf, protobuf-compiler and libprotobuf-dev";
    public const string Node = "node and `npm ci --ignore-scripts --prefix tests/fixtures/interop`";
    public const string Demo = "the demo programme (bash tools/demo/build.sh)";

    private static readonly Dictionary<string, Lazy<bool>> Met = new()
    {
        [SoundServer] = new(() => AreInstalled("pulseaudio", "pactl", "pacat")),
        [PortAudio] = new(() => AreInstalled("libportaudio.so.2", "libasound_module_pcm_pulse.so")),
        [FFmpeg] = new(() => AreInstalled("ffmpeg")),
        [Python] = new(() => StockGrpc.MissingForPython is null && File.Exists("/usr/include/google/protobuf/timestamp.proto")),
        [Node] = new(() => StockGrpc.MissingForNode is null),
        [Demo] = new(() => File.Exists(DemoProgrammeFiles.Audio) && File.Exists(DemoProgrammeFiles.Truth)),
    };

    public static bool IsMet(string need) => Met[need].Value;

    /// <summary>Why a test cannot run here; null if it can.</summary>
    public static string? Missing(params string[] needs) =>
        needs.Where(need => !IsMet(need)).ToArray() is { Length: > 0 } missing ? $"needs {string.Join("; ", missing)}" : null;

    private static bool AreInstalled(params string[] programs) => new RequiresFactAttribute(programs).Skip is null;
}
