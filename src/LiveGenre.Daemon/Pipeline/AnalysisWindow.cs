using LiveGenre.Core.Audio;
using LiveGenre.Core.Decisions;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>
/// A 4 s slice of one source on its way from the front end to the feed. Pooled: each stage fills its part in, and
/// whoever takes it last disposes it.
/// </summary>
public sealed class AnalysisWindow : IDisposable
{
    private readonly AnalysisWindowPool _pool;

    internal AnalysisWindow(AnalysisWindowPool pool, WindowShape shape)
    {
        _pool = pool;
        Mel = new float[shape.MelBands * shape.Frames];
        ActivityPosterior = new float[WindowShape.Activities];
    }

    /// <summary>Normalised log-mel, [bands × frames].</summary>
    public float[] Mel { get; }

    /// <summary>First sample.</summary>
    public long Start { get; set; }

    /// <summary>One past the last sample.</summary>
    public long End { get; set; }

    /// <summary>Hops to the start of the window that follows: 1, or more while the daemon cannot keep up.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>When its last sample was recorded, as a timestamp of the clock.</summary>
    public long RecordedAt { get; set; }

    /// <summary>When it was queued for the model, as a timestamp of the clock.</summary>
    public long QueuedAt { get; set; }

    /// <summary>Level of the captured sound.</summary>
    public AudioLevel Level { get; set; }

    /// <summary>Whether the level says silence; such a window is not classified.</summary>
    public bool IsSilent { get; set; }

    /// <summary>What the genres are called, in the order of the posteriors.</summary>
    public LabelMap Labels { get; private set; } = LabelMap.Identity([]);

    /// <summary>Calibrated genre posterior of this window alone, [labels].</summary>
    public float[] Posterior { get; private set; } = [];

    /// <summary>Activity posterior of this window alone: music, speech, speech over music, noise.</summary>
    public float[] ActivityPosterior { get; }

    /// <summary>How the model tells recordings apart; null if it does not.</summary>
    public SoundManifest? SoundOutput { get; private set; }

    /// <summary>By what the model tells recordings apart, [columns]; empty if it does not.</summary>
    public float[] Sound { get; private set; } = [];

    /// <summary>Genre posterior filtered over time, [labels].</summary>
    public float[] SmoothedPosterior { get; private set; } = [];

    /// <summary>What kind of sound it is.</summary>
    public Activity Activity { get; set; }

    /// <summary>The genre decision that stands after this window.</summary>
    public DecisionState Decision { get; set; }

    /// <summary>Windows of the same source lost to overload since the one before.</summary>
    public int DroppedBefore { get; set; }

    /// <summary>Makes room for what a model says: posteriors of these labels, and of the sound.</summary>
    internal void Use(LabelMap labels, SoundManifest? sound = null)
    {
        (Labels, SoundOutput) = (labels, sound);
        if (Sound.Length != (sound?.Between.Count ?? 0))
        {
            Sound = new float[sound?.Between.Count ?? 0];
        }
        if (Posterior.Length != labels.Names.Count)
        {
            Posterior = new float[labels.Names.Count];
            SmoothedPosterior = new float[labels.Names.Count];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Return(this);
}
