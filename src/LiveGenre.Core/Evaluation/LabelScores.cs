namespace LiveGenre.Core.Evaluation;

/// <summary>How one label fared. A ratio of nothing to nothing is 0.</summary>
/// <param name="Precision">Share of its predictions that are true.</param>
/// <param name="Recall">Share of its items that were predicted as it.</param>
/// <param name="F1">Harmonic mean of both.</param>
/// <param name="Support">Items whose true label it is.</param>
public readonly record struct LabelScores(double Precision, double Recall, double F1, int Support);
