using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveGenre.Onnx.Bundles;

/// <summary>manifest.json: the one place that fixes what a model needs. models/README.md explains each key.</summary>
/// <param name="FormatVersion">The version of this format: <see cref="SupportedFormatVersion"/>.</param>
/// <param name="Id">The model's name, for people and in file names.</param>
/// <param name="Description">What it tells apart.</param>
/// <param name="Model">The ONNX file.</param>
/// <param name="FrontEnd">How sound becomes mel frames.</param>
/// <param name="AnalysisWindow">How frames become windows.</param>
/// <param name="Normalization">How a window is scaled.</param>
/// <param name="Heads">The model's outputs: genre and activity.</param>
/// <param name="Training">Where the model comes from; free form.</param>
/// <param name="Metrics">What was measured; free form.</param>
/// <param name="Licence">SPDX identifier.</param>
/// <param name="Sound">The output that tells recordings apart; null for a model without.</param>
public sealed record ModelManifest(
    int FormatVersion,
    string Id,
    string Description,
    ModelFileManifest Model,
    FrontEndManifest FrontEnd,
    AnalysisWindowManifest AnalysisWindow,
    NormalizationManifest Normalization,
    IReadOnlyList<HeadManifest> Heads,
    JsonElement Training,
    JsonElement Metrics,
    string Licence,
    SoundManifest? Sound = null)
{
    /// <summary>The only format version that this program reads.</summary>
    public const int SupportedFormatVersion = 1;

    /// <summary>The head that names the genre.</summary>
    [JsonIgnore]
    public HeadManifest GenreHead => Head(HeadManifest.Genre);

    /// <summary>The head that tells music from speech and noise.</summary>
    [JsonIgnore]
    public HeadManifest ActivityHead => Head(HeadManifest.Activity);

    /// <summary>Values of one window: bands × frames.</summary>
    [JsonIgnore]
    public int WindowSize => FrontEnd.MelBands * AnalysisWindow.Frames;

    /// <summary>Columns of the output that tells recordings apart; 0 for a model without.</summary>
    [JsonIgnore]
    public int SoundSize => Sound?.Between.Count ?? 0;

    // A loop, so that asking once a window costs no memory.
    private HeadManifest Head(string name)
    {
        for (var i = 0; i < Heads.Count; i++)
        {
            if (Heads[i].Name == name)
            {
                return Heads[i];
            }
        }

        throw new InvalidOperationException($"The manifest has no head {name}.");
    }
}
