using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using LiveGenre.Capture;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Tests.Pipeline;

public sealed class CaptureStageTests : IDisposable
{
    private const int Rate = 22_050;

    private readonly ManualTime _time = new();
    private readonly LoggedEvents _logged = new();
    private readonly List<SourceState> _states = [];
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly CancellationTokenSource _stop = new();
    private MonitoredSource? _monitored;
    private Task _running = Task.CompletedTask;

    public void Dispose()
    {
        _stop.Cancel();
        _running.Wait(TimeSpan.FromSeconds(5));
        _stop.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task Run_SoundArrives_IsRunningAndFillsTheBuffer()
    {
        var source = new ScriptedSource();
        source.Connect().Deliver(Tone(Rate));
        Start(source);

        await Eventually(() => Buffer.Written == Rate);

        Assert.Equal([SourceState.Running], _states);
        Assert.Equal("Listening: 22050 Hz, 1 channel.", _monitored!.Status.Entry.Detail);
        var samples = new float[Rate];
        Assert.True(Buffer.TryRead(0, samples));
        Assert.Equal(Tone(Rate), samples);
    }

    [Fact]
    public async Task Run_SourceStandsStillForAWhile_IsNoStepOfTheClock()
    {
        const int clockStepped = 104;
        var source = new ScriptedSource();
        var connection = source.Connect().Deliver(Tone(Rate));
        Start(source);
        await Eventually(() => Buffer.Written == Rate);
        _time.Advance(TimeSpan.FromSeconds(4));
        connection.Deliver(Tone(Rate));
        await Eventually(() => Buffer.Written == 2 * Rate);

        _time.StepWallClock(TimeSpan.FromHours(1));
        connection.Deliver(Tone(Rate));
        await Eventually(() => _logged.Ids.Contains(clockStepped));

        Assert.Single(_logged.Ids, id => id == clockStepped);
    }

    [Fact]
    public async Task Run_ConnectionIsLost_ShowsEachStateAndPutsTheGapInTheStream()
    {
        var source = new ScriptedSource();
        var first = source.Connect().Deliver(Tone(Rate));
        Start(source);
        await Eventually(() => Buffer.Written == Rate);

        first.Lose("The sound server ended.");
        await Eventually(() => State == SourceState.DeviceLost);
        source.Refuse(AudioSourceFault.Unreachable, "No sound server answers.");
        await EventuallyAsTimePasses(() => State == SourceState.Retrying);
        source.Connect(48_000, 2).Deliver(Tone(4_800)); // one block: a burst would move the clock
        await EventuallyAsTimePasses(() => State == SourceState.Running);

        Assert.Equal([SourceState.Running, SourceState.DeviceLost, SourceState.Retrying, SourceState.Running], _states);
        Assert.True(first.IsDisposed);
        Assert.Equal(1, _monitored!.Status.ReconnectCount); // the attempt that failed is none
        Assert.Equal("48000 Hz, 2 channels", _monitored.Status.Format.ToString());
        var gap = await NextGap();
        Assert.Equal((Rate, Gap.Types.Reason.Reconnect), (gap.Start, gap.Reason));
        Assert.Equal(_monitored.Clock.PositionAt(_time.GetUtcNow()), gap.End, Rate / 4.0);
    }

    [Fact]
    public async Task Run_SamplesThatAreNoNumbers_AreAllCountedAndSaidOnce()
    {
        const int nonFiniteSamples = 103;
        long counted = 0;
        var meters = _services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Name == "livegenre.samples.non_finite" && instrument.Meter.Scope == meters) { l.EnableMeasurementEvents(instrument); } } };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref counted, value));
        listener.Start();
        var source = new ScriptedSource();
        var connection = source.Connect().Deliver([.. Tone(1_000), float.NaN, float.PositiveInfinity]);
        Start(source);
        await Eventually(() => Buffer.Written == 1_002);

        connection.Deliver([.. Tone(1_000), float.NaN]);
        await Eventually(() => Buffer.Written == 2_003);

        Assert.Equal(3, counted);
        Assert.Single(_logged.Ids, id => id == nonFiniteSamples);
    }

    [Fact]
    public async Task Run_StandardInputPauses_IsReadOnRatherThanOpenedTwice()
    {
        var source = new ScriptedSource { IsLive = false };
        var input = source.Connect().Deliver(Tone(Rate));
        Start(source);
        await Eventually(() => Buffer.Written == Rate);

        await EventuallyAsTimePasses(() => State == SourceState.NoData);
        for (var waited = TimeSpan.Zero; waited < 2 * new CaptureOptions().ReconnectAfter; waited += TimeSpan.FromSeconds(1))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        input.Deliver(Tone(Rate));
        await Eventually(() => Buffer.Written == 2 * Rate);

        Assert.Equal([SourceState.Running, SourceState.NoData, SourceState.Running], _states);
    }

    [Fact]
    public async Task Run_NothingArrives_SaysNoDataAndThenConnectsAfresh()
    {
        var source = new ScriptedSource();
        var first = source.Connect().Deliver(Tone(Rate));
        Start(source);
        await Eventually(() => Buffer.Written == Rate);

        await EventuallyAsTimePasses(() => State == SourceState.NoData);
        await EventuallyAsTimePasses(() => State == SourceState.Retrying);
        source.Connect().Deliver(Tone(Rate));
        await EventuallyAsTimePasses(() => State == SourceState.Running);

        Assert.True(first.IsDisposed);
        Assert.Equal([SourceState.Running, SourceState.NoData, SourceState.Retrying, SourceState.Running], _states);
    }

    [Fact]
    public async Task Run_LoopbackDeliversNothing_IsSilenceOnAirAndTimeGoesOn()
    {
        var source = new ScriptedSource { IsSilentWhenIdle = true };
        source.Connect().Deliver(Tone(Rate));
        Start(source);
        await Eventually(() => Buffer.Written == Rate);

        await EventuallyAsTimePasses(() => State == SourceState.DigitalSilence);
        await EventuallyAsTimePasses(() => Buffer.Written > 6 * Rate);

        Assert.DoesNotContain(SourceState.NoData, _states);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Run_ClockIsSetWhileALoopbackIsSilent_SilenceGoesOnInRealTime(int days)
    {
        var source = new ScriptedSource { IsSilentWhenIdle = true };
        source.Connect().Deliver(Tone(Rate));
        Start(source);
        await EventuallyAsTimePasses(() => State == SourceState.DigitalSilence);
        var (written, time) = (Buffer.Written, _time.GetTimestamp());

        _time.StepWallClock(TimeSpan.FromDays(days));
        await EventuallyAsTimePasses(() => Buffer.Written >= written + (3 * Rate));

        Assert.InRange(Buffer.Written - written, 0, (_time.GetElapsedTime(time).TotalSeconds + 1) * Rate);
        Assert.InRange((_time.GetUtcNow() - _monitored!.Clock.TimeOf(Buffer.Written)).TotalSeconds, -2, 2);
    }

    [Fact]
    public async Task Run_LoopbackNeverDeliversAnything_IsSilenceFromTheConnectionOn()
    {
        var source = new ScriptedSource { IsSilentWhenIdle = true };
        source.Connect();
        Start(source);

        await EventuallyAsTimePasses(() => Buffer.Written > Rate);

        Assert.Equal(SourceState.DigitalSilence, State);
        Assert.InRange(Buffer.Written, Rate, 60L * Rate);
        Assert.InRange((_time.GetUtcNow() - _monitored!.Clock.TimeOf(Buffer.Written)).TotalSeconds, -2, 2);
    }

    [Fact]
    public async Task Run_OnlyZeros_IsDigitalSilenceUntilSoundReturns()
    {
        var source = new ScriptedSource();
        var connection = source.Connect().Deliver(Tone(Rate)).Deliver(new float[3 * Rate]);
        Start(source);
        await Eventually(() => State == SourceState.DigitalSilence);

        connection.Deliver(Tone(Rate));
        await Eventually(() => State == SourceState.Running);

        Assert.Equal([SourceState.Running, SourceState.DigitalSilence, SourceState.Running], _states);
    }

    [Fact]
    public async Task Run_DeviceLostSamples_LeavesAGapOfThatLength()
    {
        var source = new ScriptedSource();
        source.Connect(44_100).Deliver(Tone(44_100)).Deliver(Tone(44_100), lostFrames: 4_410);
        Start(source);
        await Eventually(() => Buffer.Written >= 2 * Rate);

        var gap = await NextGap();

        Assert.Equal((Rate, Rate + 2_205, Gap.Types.Reason.Overrun), (gap.Start, gap.End, gap.Reason));
    }

    [Fact]
    public async Task Run_FramesLostBeforeTheFirstSample_AreNoGapOfTheStream()
    {
        var source = new ScriptedSource();
        source.Connect().Deliver(Tone(Rate), lostFrames: 2_205).Deliver(Tone(Rate), lostFrames: 2_205);
        Start(source);
        await Eventually(() => Buffer.Written >= 2 * Rate);

        Assert.Equal(Rate, (await NextGap()).Start);
    }

    [Fact]
    public async Task Run_ClockIsSetBackWhileTheSourceIsLost_IsAGapAllTheSame()
    {
        var source = new ScriptedSource();
        var first = source.Connect().Deliver(Tone(Rate));
        Start(source);
        await Eventually(() => Buffer.Written == Rate);
        first.Lose("The sound server ended.");
        await Eventually(() => State == SourceState.DeviceLost);

        _time.StepWallClock(TimeSpan.FromHours(-1));
        source.Connect().Deliver(Tone(Rate / 20));
        await EventuallyAsTimePasses(() => State == SourceState.Running);

        var gap = await NextGap();
        Assert.Equal((Rate, Gap.Types.Reason.Reconnect), (gap.Start, gap.Reason));
        Assert.True(gap.End > gap.Start); // or nobody would hear of it, and windows would reach across
    }

    [Fact]
    public async Task Run_FileEnds_EndsForGood()
    {
        var source = new ScriptedSource { IsLive = false };
        source.Connect().Deliver(Tone(Rate)).End();
        Start(source);

        await _running.WaitAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(SourceState.Ended, State);
    }

    [Fact]
    public async Task Run_FileIsNoAudio_FailsWithTheMessage()
    {
        var source = new ScriptedSource { IsLive = false };
        source.Refuse(AudioSourceFault.NotAudio, "notes.txt holds no audio.");
        Start(source);

        await _running.WaitAsync(TimeSpan.FromSeconds(5));

        Assert.Equal((SourceState.Failed, "notes.txt holds no audio."), (State, _monitored!.Status.Entry.Detail));
    }

    [Fact]
    public async Task Run_DriverThrowsWhatNobodyExpects_RetriesLikeAnyLoss()
    {
        var source = new ScriptedSource();
        source.Crash(new InvalidOperationException("The driver is confused."));
        Start(source);
        await Eventually(() => State == SourceState.Retrying);
        source.Connect().Deliver(Tone(Rate));

        await EventuallyAsTimePasses(() => State == SourceState.Running);
    }

    [Fact]
    public async Task Run_ChannelThatTheSourceLacks_SaysWhichThereAre()
    {
        var source = new ScriptedSource { IsLive = false };
        source.Connect(channels: 2).Deliver(Tone(Rate));
        Start(source, channel: 5);

        await _running.WaitAsync(TimeSpan.FromSeconds(5));

        Assert.Equal("Channel 5 of scripted was asked for, and it has 2: 0 to 1.", _monitored!.Status.Entry.Detail);
    }

    private Core.Audio.SampleRingBuffer Buffer => _monitored!.Buffer;

    private SourceState State => _monitored!.Status.State;

    private static float[] Tone(int length) => [.. Enumerable.Range(1, length).Select(i => 0.5f * MathF.Sin(i * 0.1f))];

    private void Start(ScriptedSource source, int? channel = null)
    {
        var feed = new SourceFeed(
            new("fm", "FM", "scripted", "model", ["jazz"], TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2)), new(), 1, _time);
        feed.StateChanged += change =>
        {
            lock (_states)
            {
                _states.Add(change.State);
            }
        };
        var options = new CaptureOptions { BufferDuration = TimeSpan.FromSeconds(10) };
        _monitored = new MonitoredSource(new SourceOptions { Id = "fm", Channel = channel }, source, options, Rate, feed);
        var metrics = new PipelineMetrics(_services.GetRequiredService<IMeterFactory>());
        _running = new CaptureStage(_monitored, new ReadEnds(4 * Rate, 2 * Rate, Rate), options, metrics, _time, _logged).RunAsync(_stop.Token);
    }

    private async Task<StreamGap> NextGap()
    {
        await foreach (var mark in _monitored!.Marks.Reader.ReadAllAsync(_stop.Token))
        {
            if (mark.Gap is { } gap)
            {
                return gap;
            }
        }
        throw new InvalidOperationException("The stream ended without a gap.");
    }

    /// <summary>Waits for other threads; the clock stands still.</summary>
    private static async Task Eventually(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!condition())
        {
            await Task.Delay(1, limit.Token);
        }
    }

    /// <summary>Waits for other threads while the clock is moved, a minute at the most.</summary>
    private async Task EventuallyAsTimePasses(Func<bool> condition)
    {
        for (var passed = 0; !condition() && passed < 600; passed++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(2);
        }
        Assert.True(condition());
    }

    private sealed class LoggedEvents : ILogger
    {
        private readonly ConcurrentQueue<int> _ids = new();

        public IReadOnlyCollection<int> Ids => _ids;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _ids.Enqueue(eventId.Id);
    }
}
