using LiveGenre.Fuzz.Tests.Engine;

namespace LiveGenre.Fuzz.Tests.Targets;

/// <summary>The targets that need nothing around them.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> Pure { get; } =
    [
        SoundTargets.Wav, SoundTargets.Pcm,
        WireTargets.Frames, WireTargets.WebText, WireTargets.Fields, WireTargets.Protobuf,
        TextTargets.Settings, TextTargets.Addresses, TextTargets.Tokens, TextTargets.LastWords, FeedTarget.Create(),
    ];
}
