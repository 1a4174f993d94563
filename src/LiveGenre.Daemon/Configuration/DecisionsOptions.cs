using System.ComponentModel.DataAnnotations;
using LiveGenre.Core.Audio;

namespace LiveGenre.Daemon.Configuration;

/// <summary>How posteriors become decisions. Section <c>LiveGenre:Decisions</c>.</summary>
public sealed class DecisionsOptions
{
    /// <summary>What carries evidence from one window to the next. Default the track filter, or where the model does not tell recordings apart the forward filter.</summary>
    public SmoothingKind Smoothing { get; init; } = SmoothingKind.TrackFilter;

    /// <summary>How long a track lasts on average, as the track filter believes. Default 4 min; 4 s to 1 d.</summary>
    [Range(typeof(TimeSpan), "00:00:04", "1.00:00:00")]
    public TimeSpan MeanTrackDuration { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>How long a genre lasts on average, as the forward filter believes. Default 30 s; 4 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:04", "01:00:00")]
    public TimeSpan MeanSegmentDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Audio that counts as one independent look, as either filter believes. Default 2 s, half a window; 0.25 s to 1 min. Less trusts each window more.</summary>
    [Range(typeof(TimeSpan), "00:00:00.25", "00:01:00")]
    public TimeSpan EvidenceSpan { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time constant of the exponential average. Default 6 s; 0.5 s to 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:02:00")]
    public TimeSpan AverageTimeConstant { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>By how much a challenger must lead the standing decision. Default 0.1; 0 to 0.9.</summary>
    [Range(0.0, 0.9)]
    public double Margin { get; init; } = 0.1;

    /// <summary>Below this confidence the answer is <c>unknown</c>. Default 0.4; 0 to 0.99.</summary>
    [Range(0.0, 0.99)]
    public double ConfidenceFloor { get; init; } = 0.4;

    /// <summary>A quieter window is silence. Default −60 dBFS RMS; −120 to −10.</summary>
    [Range(-120.0, -10.0)]
    public double SilenceEnterDbfs { get; init; } = -60;

    /// <summary>A louder window ends a silence. Default −54 dBFS RMS; at or above <see cref="SilenceEnterDbfs"/>.</summary>
    [Range(-120.0, -10.0)]
    public double SilenceLeaveDbfs { get; init; } = -54;

    /// <summary>The two levels of silence.</summary>
    internal SilenceThresholds Silence => new((float)SilenceEnterDbfs, (float)SilenceLeaveDbfs);
}
