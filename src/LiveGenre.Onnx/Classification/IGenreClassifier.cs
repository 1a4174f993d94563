using LiveGenre.Core.Decisions;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Onnx.Classification;

/// <summary>Normalised mel windows in, calibrated posteriors out. Not thread-safe: one stage calls it.</summary>
public interface IGenreClassifier : IDisposable
{
    /// <summary>What the model needs and what its labels are.</summary>
    ModelManifest Manifest { get; }

    /// <summary>The most windows that one run takes.</summary>
    int MaxBatch { get; }

    /// <summary>Classifies windows, of one source or of several.</summary>
    /// <param name="windows">Normalised mel, <c>[count × melBands × frames]</c>.</param>
    /// <param name="count">Windows, 1 to <see cref="MaxBatch"/>.</param>
    /// <param name="genre">Receives the posteriors <c>[count × labels]</c> in the manifest's order; each row adds up to 1.</param>
    /// <param name="activity">Receives the posteriors <c>[count × 4]</c> in the order of <see cref="ActivityLabels.OfModel"/>; each row adds up to 1.</param>
    /// <param name="sound">Receives what tells recordings apart <c>[count × <see cref="ModelManifest.SoundSize"/>]</c>; empty where nobody asks.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a window holds a value that is not finite.</exception>
    /// <exception cref="ModelOutputException">The model yields a value that is not finite.</exception>
    void Classify(ReadOnlySpan<float> windows, int count, Span<float> genre, Span<float> activity, Span<float> sound = default);
}
