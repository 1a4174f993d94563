namespace LiveGenre.Core.Decisions;

/// <summary>
/// Brings activity and genre of a stream together, window by window. The daemon and the offline tools both decide with
/// this class, so that they cannot differ. Not thread-safe.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>Music</term><description>The window's genre posterior updates the filter, and the filter decides.</description></item>
/// <item><term>Speech over music</term><description>The same, but the posterior counts for less, because the voice misleads the model, and the sound for nothing, because it is the voice's too.</description></item>
/// <item><term>Speech, noise, silence</term><description><see cref="GenreLabel.None"/>. The filter is told that time passes without evidence, so that after an hour of talk it knows nothing of the music before.</description></item>
/// </list>
/// </remarks>
public sealed class ProgrammeDecider
{
    private const float UnderAVoice = 0.7f; // exponent on a posterior

    private readonly IPosteriorSmoother _smoother;
    private readonly GenreDecider _genre;
    private readonly ActivityDecider _activity;
    private readonly float[] _doubted; // [labels]
    private readonly float[] _smoothed; // [labels]
    private long? _noneSince;

    /// <summary>Begins undecided. The parts belong to this object from now on.</summary>
    /// <param name="smoother">Filters genre posteriors.</param>
    /// <param name="genre">Decides on what the smoother gives.</param>
    /// <param name="activity">Decides on activity posteriors.</param>
    public ProgrammeDecider(IPosteriorSmoother smoother, GenreDecider genre, ActivityDecider activity)
    {
        (_smoother, _genre, _activity) = (smoother, genre, activity);
        _doubted = new float[smoother.LabelCount];
        _smoothed = new float[smoother.LabelCount];
        Reset();
    }

    /// <summary>[labels], the genre posterior filtered over time, as of the last window; all equal before the first.</summary>
    public ReadOnlySpan<float> SmoothedPosterior => _smoothed;

    /// <summary>Takes the next window that is not silent.</summary>
    /// <param name="genrePosterior">[labels], calibrated.</param>
    /// <param name="activityPosterior">[4]: music, speech, speech over music, noise.</param>
    /// <param name="windowStart">The window's first sample, absolute position.</param>
    /// <param name="sound">[columns], what tells recordings apart, for a smoother that asks for it.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public ProgrammeState Update(
        ReadOnlySpan<float> genrePosterior, ReadOnlySpan<float> activityPosterior, long windowStart, ReadOnlySpan<float> sound = default)
    {
        Posteriors.ThrowIfNot(_smoother.LabelCount, genrePosterior);
        var activity = _activity.Update(activityPosterior, windowStart);
        switch (activity.Activity)
        {
            case Activity.Music:
                return WithMusic(activity, genrePosterior, sound, windowStart);
            case Activity.SpeechOverMusic:
                Posteriors.Temper(genrePosterior, UnderAVoice, _doubted);
                return WithMusic(activity, _doubted, [], windowStart);
            default:
                return WithoutMusic(activity, windowStart);
        }
    }

    /// <summary>Takes the next window as silent; the model has not seen it.</summary>
    /// <param name="windowStart">The window's first sample, absolute position.</param>
    public ProgrammeState UpdateSilent(long windowStart) => WithoutMusic(_activity.UpdateSilent(windowStart), windowStart);

    /// <summary>Forgets the past, as after a gap.</summary>
    public void Reset()
    {
        _smoother.Reset();
        _genre.Reset();
        _activity.Reset();
        Array.Fill(_smoothed, 1f / _smoothed.Length);
        _noneSince = null;
    }

    private ProgrammeState WithMusic(ActivityState activity, ReadOnlySpan<float> posterior, ReadOnlySpan<float> sound, long windowStart)
    {
        _smoother.Update(posterior, sound, _smoothed);
        _noneSince = null;
        return new(activity, _genre.Update(_smoothed, windowStart, _smoother.IsSettled));
    }

    private ProgrammeState WithoutMusic(ActivityState activity, long windowStart)
    {
        _smoother.Rest(_smoothed);
        _genre.Reset();
        _noneSince ??= windowStart;
        return new(activity, new(GenreLabel.None, activity.Confidence, _noneSince.Value, 0));
    }
}
