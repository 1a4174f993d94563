using System.ComponentModel.DataAnnotations;

namespace LiveGenre.Daemon.Configuration;

/// <summary>Which model classifies, and how it runs. Section <c>LiveGenre:Model</c>.</summary>
public sealed class ModelOptions
{
    /// <summary>Folder of the bundle; a relative one is looked for beside the executable, then in the current folder.</summary>
    [Required]
    public string Path { get; init; } = "models/livegenre-1";

    /// <summary>Threads of one inference. Default 1; 1 to 64.</summary>
    [Range(1, 64)]
    public int Threads { get; init; } = 1;

    /// <summary>Windows of several sources that are classified in one run. Default 8; 1 to 256. More are no quicker, and each takes 1.8 MB.</summary>
    [Range(1, 256)]
    public int MaxBatch { get; init; } = 8;
}
