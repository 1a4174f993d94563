using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>Sizes of everything that a window carries, as the model's manifest fixes them.</summary>
/// <param name="MelBands">Rows of the mel matrix.</param>
/// <param name="Frames">Columns of the mel matrix.</param>
/// <param name="HopFrames">Frames between window starts.</param>
/// <param name="Labels">Genres.</param>
internal readonly record struct WindowShape(int MelBands, int Frames, int HopFrames, int Labels)
{
    /// <summary>Music, speech, speech over music, noise.</summary>
    public const int Activities = 4;

    /// <summary>Shape for a model and a hop, rounded to whole frames.</summary>
    public static WindowShape For(ModelManifest manifest, TimeSpan hop)
    {
        var frontEnd = manifest.FrontEnd.ToParameters();
        var hopFrames = (int)Math.Round(hop.TotalSeconds * frontEnd.SampleRateHz / frontEnd.HopLength);
        return new(frontEnd.MelBands, manifest.AnalysisWindow.Frames, hopFrames, manifest.GenreHead.Labels.Count);
    }
}
