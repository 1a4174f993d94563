using LiveGenre.Core.Decisions;

namespace LiveGenre.Core.Tests.Decisions;

public sealed class ProgrammeDeciderTests
{
    private static readonly float[] Jazz = [0.9f, 0.05f, 0.05f];
    private static readonly float[] Rock = [0.05f, 0.05f, 0.9f];
    private static readonly float[] Music = [1, 0, 0, 0];
    private static readonly float[] Speech = [0, 1, 0, 0];
    private static readonly float[] Talkover = [0, 0, 1, 0];
    private static readonly float[] Noise = [0, 0, 0, 1];

    private readonly ProgrammeDecider _decider = new(new ForwardFilter(3, new()), new(3, new()), new());

    [Fact]
    public void Update_Music_CarriesAGenre()
    {
        var state = Repeat(5, from: 0, Jazz, Music);

        Assert.Equal(Activity.Music, state.Activity.Activity);
        Assert.Equal(0, state.Genre.LabelIndex);
        Assert.Equal(0, state.Genre.SincePosition);
        Assert.Equal(state.Genre.Confidence, _decider.SmoothedPosterior[0]);
    }

    [Fact]
    public void Update_OtherMusicUnderAVoice_TurnsLaterThanWithoutTheVoice()
    {
        float[] rather = [0.3f, 0.1f, 0.6f];
        int WindowsUntilItTurns(float[] activity)
        {
            _decider.Reset();
            Repeat(10, from: 0, Jazz, Music);
            var window = 10;
            while (_decider.Update(rather, activity, window).Genre.LabelIndex != 2)
            {
                Assert.InRange(++window, 11, 30);
            }
            return window - 10;
        }

        Assert.InRange(WindowsUntilItTurns(Talkover), WindowsUntilItTurns(Music) + 1, 20);
    }

    [Fact]
    public void Update_VoiceOverARunningTrack_KeepsItsGenreWhateverTheVoiceSoundsLike()
    {
        var decider = new ProgrammeDecider(new TrackFilter(3, [20, 20], new()), new(3, new()), new());
        for (var window = 0; window < 10; window++)
        {
            decider.Update(Jazz, Music, window, [4, -4]);
        }

        for (var window = 10; window < 15; window++)
        {
            var state = decider.Update([0.4f, 0.25f, 0.35f], Talkover, window, [-4, 4]);
            Assert.Equal(new(Activity.SpeechOverMusic, 1, 10), state.Activity);
            Assert.Equal((0, 0L), (state.Genre.LabelIndex, state.Genre.SincePosition));
        }
        Assert.Equal(0, decider.Update(Jazz, Music, 15, [4, -4]).Genre.SincePosition);
    }

    [Fact]
    public void Update_SpeechOverMusicFirst_IsDecidedByTheMusic()
    {
        var state = Repeat(3, from: 7, Rock, Talkover);

        Assert.Equal((2, 7L), (state.Genre.LabelIndex, state.Genre.SincePosition));
    }

    [Fact]
    public void Update_SpeechThenNoiseThenSilence_HasNoGenreSinceTheFirst()
    {
        Repeat(5, from: 0, Jazz, Music);

        var speech = Repeat(2, from: 5, Jazz, Speech);
        var noise = Repeat(2, from: 7, Jazz, Noise);
        var silence = _decider.UpdateSilent(9);

        Assert.Equal(new ProgrammeState(new(Activity.Speech, 1, 5), new(GenreLabel.None, 1, 5, 0)), speech);
        Assert.Equal(new ProgrammeState(new(Activity.Noise, 1, 7), new(GenreLabel.None, 1, 5, 0)), noise);
        Assert.Equal(new ProgrammeState(new(Activity.Silence, 1, 9), new(GenreLabel.None, 1, 5, 0)), silence);
    }

    [Fact]
    public void Update_SpeechAgainAfterMusic_HasNoGenreSinceThen()
    {
        Repeat(2, from: 0, Jazz, Speech);
        Repeat(2, from: 2, Jazz, Music);
        Assert.Equal(4, Repeat(2, from: 4, Jazz, Speech).Genre.SincePosition);
        Repeat(2, from: 6, Jazz, Talkover);
        Assert.Equal(8, Repeat(2, from: 8, Jazz, Noise).Genre.SincePosition);
    }

    [Fact]
    public void Update_MusicAfterAnAnnouncement_IsANewDecision()
    {
        Repeat(5, from: 0, Jazz, Music);
        Repeat(3, from: 5, Jazz, Speech);

        var state = _decider.Update(Jazz, Music, 8);

        Assert.Equal(0, state.Genre.LabelIndex);
        Assert.Equal(8, state.Genre.SincePosition);
    }

    [Fact]
    public void Update_OtherMusicAfterAnHourOfTalk_OwesNothingToTheMusicBefore()
    {
        Repeat(100, from: 0, Jazz, Music);
        Repeat(1_800, from: 100, Jazz, Speech);

        Assert.Equal(2, _decider.Update(Rock, Music, 1_900).Genre.LabelIndex);
    }

    [Fact]
    public void Update_OtherGenreForAWhile_TurnsWhereTheSoundTurnsToo()
    {
        var decider = new ProgrammeDecider(new TrackFilter(3, [20, 20], new()), new(3, new()), new());
        float[] here = [4, -4], there = [-4, 4], rather = [0.3f, 0.1f, 0.6f];
        for (var window = 0; window < 10; window++)
        {
            decider.Update(Jazz, Music, window, here);
        }
        for (var window = 10; window < 15; window++)
        {
            Assert.Equal(0, decider.Update(rather, Music, window, here).Genre.LabelIndex);
        }

        decider.Update(Rock, Music, 15, there);
        Assert.Equal(2, decider.Update(Rock, Music, 16, there).Genre.LabelIndex);
        Assert.Equal(GenreLabel.None, decider.Update(Rock, Speech, 17, there).Genre.LabelIndex);
    }

    [Fact]
    public void Reset_AfterMusic_ForgetsEverything()
    {
        Repeat(5, from: 0, Jazz, Music);

        _decider.Reset();

        Assert.All(_decider.SmoothedPosterior.ToArray(), value => Assert.Equal(1 / 3f, value));
        Assert.Equal(2, _decider.Update(Rock, Music, 5).Genre.LabelIndex);
    }

    [Fact]
    public void Update_InSteadyState_AllocatesNothing()
    {
        var window = 0;
        Allocations.AssertNone(() =>
        {
            _decider.Update(Jazz, Music, window++);
            _decider.Update(Jazz, Talkover, window++);
            _decider.Update(Jazz, Speech, window++);
            _decider.UpdateSilent(window++);
        });
    }

    private ProgrammeState Repeat(int windows, int from, float[] genre, float[] activity)
    {
        var state = default(ProgrammeState);
        for (var window = from; window < from + windows; window++)
        {
            state = _decider.Update(genre, activity, window);
        }
        return state;
    }
}
