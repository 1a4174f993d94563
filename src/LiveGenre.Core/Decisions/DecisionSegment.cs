namespace LiveGenre.Core.Decisions;

/// <summary>A stretch of one decision.</summary>
/// <param name="LabelIndex">Position in the model's labels, or a value of <see cref="GenreLabel"/>.</param>
/// <param name="Activity">What was on air.</param>
/// <param name="StartPosition">Start of its first window, samples.</param>
/// <param name="EndPosition">Start of the window that ended it, samples; the end of its own last window where a gap or the end of the stream did.</param>
/// <param name="MeanConfidence">Mean of its windows' confidences, 0 to 1.</param>
/// <param name="WindowCount">Windows, 1 or more.</param>
public readonly record struct DecisionSegment(
    int LabelIndex, Activity Activity, long StartPosition, long EndPosition, float MeanConfidence, int WindowCount);
