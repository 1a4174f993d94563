using LiveGenre.Daemon.Configuration;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Administration;

/// <summary>A source's format targets, as administrators name them and as settings hold them.</summary>
internal static class SourceTargets
{
    /// <summary>As settings; what is wrong with them is for <see cref="FormatRules"/> to say.</summary>
    public static FormatTargetOptions ToOptions(this SourceTarget target) => new()
    {
        Label = target.Label.Trim(),
        Activity = target.Activity switch
        {
            TargetActivity.Talk => FormatActivity.Talk,
            TargetActivity.Music => FormatActivity.Music,
            TargetActivity.Noise => FormatActivity.Noise,
            TargetActivity.Silence => FormatActivity.Silence,
            _ => null,
        },
        Share = target.HasShare ? target.Share : null,
        Tolerance = target.HasTolerance ? target.Tolerance : null,
        Minimum = target.HasMinimum ? target.Minimum : null,
        Maximum = target.HasMaximum ? target.Maximum : null,
        DayPart = target.DayPart.Trim(),
    };

    /// <summary>As a message.</summary>
    public static SourceTarget ToMessage(this FormatTargetOptions options)
    {
        var target = new SourceTarget
        {
            Label = options.Label,
            Activity = options.Activity switch
            {
                FormatActivity.Talk => TargetActivity.Talk,
                FormatActivity.Music => TargetActivity.Music,
                FormatActivity.Noise => TargetActivity.Noise,
                FormatActivity.Silence => TargetActivity.Silence,
                _ => TargetActivity.Unspecified,
            },
            DayPart = options.DayPart,
        };
        if (options.Share is { } share)
        {
            target.Share = share;
        }
        if (options.Tolerance is { } tolerance)
        {
            target.Tolerance = tolerance;
        }
        if (options.Minimum is { } minimum)
        {
            target.Minimum = minimum;
        }
        if (options.Maximum is { } maximum)
        {
            target.Maximum = maximum;
        }
        return target;
    }
}
