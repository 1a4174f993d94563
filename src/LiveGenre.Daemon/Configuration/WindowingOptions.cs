using System.ComponentModel.DataAnnotations;

namespace LiveGenre.Daemon.Configuration;

/// <summary>How the sample stream is cut. Section <c>LiveGenre:Windowing</c>.</summary>
public sealed class WindowingOptions
{
    /// <summary>Distance between window starts, rounded to whole frames. Default 2 s; 0.25 s to the length of the model's window, which <see cref="WindowingRules.Check"/> knows.</summary>
    [Range(typeof(TimeSpan), WindowingRules.ShortestHop, WindowingRules.LongestHop, ErrorMessage = WindowingRules.AllowedHop)]
    public TimeSpan Hop { get; init; } = TimeSpan.FromSeconds(2);
}
