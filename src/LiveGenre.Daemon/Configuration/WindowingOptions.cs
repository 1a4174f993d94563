using System.ComponentModel.DataAnnotations;

namespace LiveGenre.Daemon.Configuration;

/// <summary>How the sample stream is cut. Section <c>LiveGenre:Windowing</c>.</summary>
public sealed class WindowingOptions
{
    /// <summary>Distance between window starts, rounded to whole frames. Default 2 s; 0.25 s to the model's window.</summary>
    [Range(typeof(TimeSpan), "00:00:00.25", "00:00:30")]
    public TimeSpan Hop { get; init; } = TimeSpan.FromSeconds(2);
}
