using System.Text.Json.Serialization;

namespace LiveGenre.Onnx.Golden;

/// <summary>golden/NAME.json: the posteriors that training computed.</summary>
/// <param name="Windows">One a window.</param>
internal sealed record GoldenFile(IReadOnlyList<GoldenWindow> Windows);

/// <summary>What training computed for one window, in the order of the manifest's labels.</summary>
/// <param name="StartSample">Where the window starts in the audio; a multiple of the front end's hop.</param>
/// <param name="Genre">Posterior of the genre head.</param>
/// <param name="Activity">Posterior of the activity head.</param>
internal sealed record GoldenWindow(long StartSample, IReadOnlyList<float> Genre, IReadOnlyList<float> Activity);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(GoldenFile))]
internal sealed partial class GoldenJson : JsonSerializerContext;
