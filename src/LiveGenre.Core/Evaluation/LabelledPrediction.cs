namespace LiveGenre.Core.Evaluation;

/// <summary>One classified item, a window or a track.</summary>
/// <param name="Truth">True label, from 0.</param>
/// <param name="Predicted">Predicted label, from 0; below 0 when nothing was predicted (unknown).</param>
/// <param name="Confidence">Probability of the prediction, 0 to 1.</param>
public readonly record struct LabelledPrediction(int Truth, int Predicted, float Confidence);
