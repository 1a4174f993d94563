using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.History;

/// <summary>What was heard of one thing in one quarter of an hour.</summary>
/// <param name="Key">Of what, and when.</param>
/// <param name="Duration">How long.</param>
/// <param name="WeightedConfidence">Sum of confidence times duration, seconds.</param>
internal readonly record struct AirtimeAddition(AirtimeKey Key, TimeSpan Duration, double WeightedConfidence);

/// <summary>One thing in one quarter of an hour.</summary>
/// <param name="SourceId">Whose.</param>
/// <param name="Quarter">When the quarter begins, UTC.</param>
/// <param name="Activity">What kind of sound.</param>
/// <param name="Label">As <c>Decision.label</c>.</param>
internal readonly record struct AirtimeKey(string SourceId, DateTimeOffset Quarter, Activity Activity, string Label)
{
    /// <summary>What air time is added up over. Each of today's time zones is off UTC by a multiple of it.</summary>
    public static readonly TimeSpan QuarterHour = TimeSpan.FromMinutes(15);

    /// <summary>The start of the quarter of an hour that a moment lies in.</summary>
    public static DateTimeOffset QuarterOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % QuarterHour.Ticks), TimeSpan.Zero);
}
