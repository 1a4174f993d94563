namespace LiveGenre.Core.Decisions;

/// <summary>Holds on to one activity until another leads it by a margin. Silence comes and goes at once, by level. Not thread-safe.</summary>
public sealed class ActivityDecider
{
    private const int ModelActivities = (int)Activity.Silence;

    private readonly float _margin;
    private Activity? _activity;
    private long _since;

    /// <summary>Begins undecided.</summary>
    /// <param name="margin">Lead that a challenger needs, 0 to 1. Default 0.1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="margin"/> lies outside its range.</exception>
    public ActivityDecider(float margin = 0.1f)
    {
        if (!(margin is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "The margin must lie between 0 and 1.");
        }
        _margin = margin;
    }

    /// <summary>Takes the posterior of the next window that is not silent.</summary>
    /// <param name="posterior">[4]: music, speech, speech over music, noise.</param>
    /// <param name="windowStart">The window's first sample, absolute position.</param>
    /// <exception cref="ArgumentException"><paramref name="posterior"/> has another length.</exception>
    public ActivityState Update(ReadOnlySpan<float> posterior, long windowStart)
    {
        Posteriors.ThrowIfNot(ModelActivities, posterior);
        var best = Posteriors.Best(posterior);
        var holds = _activity is { } held and not Activity.Silence && posterior[best] < posterior[(int)held] + _margin;
        var activity = holds ? _activity!.Value : (Activity)best;
        return Become(activity, posterior[(int)activity], windowStart);
    }

    /// <summary>Takes the next window as silent.</summary>
    /// <param name="windowStart">The window's first sample, absolute position.</param>
    public ActivityState UpdateSilent(long windowStart) => Become(Activity.Silence, 1, windowStart);

    /// <summary>Forgets the past, as after a gap.</summary>
    public void Reset() => _activity = null;

    private ActivityState Become(Activity activity, float confidence, long windowStart)
    {
        if (activity != _activity)
        {
            (_activity, _since) = (activity, windowStart);
        }
        return new(activity, confidence, _since);
    }
}
