namespace LiveGenre.Core.Evaluation;

/// <summary>Predictions of similar confidence: where calibration is good, accuracy equals confidence.</summary>
/// <param name="Low">Least confidence of the bin; excluded but for the first bin.</param>
/// <param name="High">Greatest confidence of the bin, included.</param>
/// <param name="Count">Predictions in it.</param>
/// <param name="MeanConfidence">Their mean confidence; 0 when empty.</param>
/// <param name="Accuracy">Share that is right; 0 when empty.</param>
public readonly record struct ReliabilityBin(double Low, double High, int Count, double MeanConfidence, double Accuracy);
