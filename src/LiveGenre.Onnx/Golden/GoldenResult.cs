namespace LiveGenre.Onnx.Golden;

/// <summary>How near this program came to what training computed for one piece of audio.</summary>
/// <param name="Name">The piece's name, without its extension.</param>
/// <param name="WindowCount">Windows that were compared.</param>
/// <param name="MelDeviation">Largest difference of a normalised mel value, computed here from the audio; in standard deviations of the window.</param>
/// <param name="PosteriorDeviation">Largest difference of a posterior, computed here from training's mel.</param>
public sealed record GoldenResult(string Name, int WindowCount, float MelDeviation, float PosteriorDeviation);
