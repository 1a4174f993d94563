using LiveGenre.Core.Audio;
using LiveGenre.Core.Features;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Daemon.SoundPictures;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.SoundPictures;

public sealed class SoundReaderTests
{
    private const int Hop = 512;
    private const int Lead = (2_048 - Hop) / 2;

    private static readonly FrontEndParameters FrontEnd =
        ModelBundle.Load(ModelFolder.Find("models/livegenre-1")).Manifest.FrontEnd.ToParameters();

    private readonly SampleRingBuffer _samples = new(4 * TestAudio.SampleRateHz);
    private readonly MelFrameBuffer _frames = new(FrontEnd.MelBands, 181);
    private readonly LogMelFrontEnd _mel = new(FrontEnd);
    private readonly StreamClock _clock = new(TestAudio.SampleRateHz);
    private readonly SourceStatus _status = new();
    private readonly DateTimeOffset _start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public SoundReaderTests() => _clock.Observe(0, _start);

    [Fact]
    public void Format_OfTheShippedModel_NamesBandsAndDurations()
    {
        var format = Reader(2).Format;

        Assert.Equal(("fm", 128u, -100f), (format.SourceId, format.MelBandCount, format.FloorDb));
        Assert.Equal(128, format.BandFrequenciesHz.Count);
        Assert.Equal(1_024.0 / 22_050, format.ColumnDuration.ToTimeSpan().TotalSeconds, 1e-6);
        Assert.Equal(172 * 512.0 / 22_050, format.WindowDuration.ToTimeSpan().TotalSeconds, 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public void TryRead_FromTheStart_GivesTheModelsFramesInEveryWholeColumn(int framesPerColumn)
    {
        Play(TestAudio.Chord(TimeSpan.FromSeconds(2)));
        var reader = Reader(framesPerColumn);

        var columns = reader.TryRead()!.Columns;

        Assert.Equal(83 / framesPerColumn, (int)columns.ColumnCount); // (44,100 − 2,048) / 512 + 1 frames
        Assert.Equal(OffsetOf(Lead), columns.StartOffset.ToTimeSpan());
        Assert.Equal(_start + OffsetOf(Lead), columns.StartTime.ToDateTimeOffset());
        var step = (reader.Format.CeilingDb - reader.Format.FloorDb) / 255;
        var frame = new float[128];
        for (var column = 0; column < columns.ColumnCount; column++)
        {
            var loudest = Enumerable.Repeat(float.MinValue, 128).ToArray();
            for (var i = 0; i < framesPerColumn; i++)
            {
                Assert.True(_frames.TryReadFrame((column * framesPerColumn) + i, frame));
                loudest = [.. loudest.Zip(frame, Math.Max)];
            }
            Assert.Equal(loudest, columns.Mel.Skip(column * 128).Take(128).Select(b => reader.Format.FloorDb + (b * step)),
                (wanted, got) => Math.Abs(wanted - got) <= (step / 2) + 1e-3);
        }
        Assert.Null(reader.TryRead());
    }

    [Fact]
    public void TryRead_AskedAtAnyTimes_GivesTheSameColumns()
    {
        var (often, once) = (Reader(2), Reader(2));
        var parts = new List<SoundColumns>();
        foreach (var block in TestAudio.Chord(TimeSpan.FromSeconds(3)).Chunk(777))
        {
            Play(block);
            if (often.TryRead() is { } message)
            {
                parts.Add(message.Columns);
            }
        }

        var whole = once.TryRead()!.Columns;

        Assert.True(parts.Count > 30);
        Assert.Equal(whole.Mel.ToByteArray(), parts.SelectMany(p => p.Mel));
        Assert.Equal(whole.Waveform.ToByteArray(), parts.SelectMany(p => p.Waveform));
        Assert.Equal(whole.ColumnCount, (uint)parts.Sum(p => p.ColumnCount));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public void TryRead_GapInTheStream_IsAGapBetweenTheColumns(int framesPerColumn)
    {
        Play(TestAudio.Chord(TimeSpan.FromSeconds(1)));
        _samples.SkipTo(30_000);
        _mel.SkipTo(30_000);
        Play(TestAudio.Chord(TimeSpan.FromSeconds(1)));
        var reader = Reader(framesPerColumn);

        var (before, gap, after) = (reader.TryRead()!.Columns, reader.TryRead()!.Gap, reader.TryRead()!.Columns);

        Assert.Equal(End(before, framesPerColumn), gap.StartOffset.ToTimeSpan());
        Assert.Equal(gap.EndOffset, after.StartOffset);
        Assert.True(after.StartOffset.ToTimeSpan() >= OffsetOf(30_000));
        Assert.True(after.StartOffset.ToTimeSpan() < OffsetOf(30_000 + (framesPerColumn * Hop) + Hop + Lead));
        Assert.Null(reader.TryRead());
    }

    [Fact]
    public void TryRead_AfterFarTooLong_TellsOfTheGapAndGoesOnWithWhatIsKept()
    {
        Play(TestAudio.Chord(TimeSpan.FromSeconds(1)));
        var reader = Reader(2);
        var before = reader.TryRead()!.Columns;
        Play(TestAudio.Chord(TimeSpan.FromSeconds(30)));

        var (gap, after) = (reader.TryRead()!.Gap, reader.TryRead()!.Columns);

        Assert.Equal(End(before, 2), gap.StartOffset.ToTimeSpan());
        Assert.Equal(gap.EndOffset, after.StartOffset);
        Assert.InRange(after.ColumnCount, 80u, 90u); // 4 s of samples, 46 ms each
        Assert.Null(reader.TryRead());
    }

    [Fact]
    public void TryRead_AClick_StandsInTheSameColumnOfBothPictures()
    {
        var click = new float[2 * TestAudio.SampleRateHz];
        click[20_000] = 1;
        Play(click);

        var columns = Reader(1).TryRead()!.Columns;

        var inWaveform = Enumerable.Range(0, (int)columns.ColumnCount).Single(c => (sbyte)columns.Waveform[(2 * c) + 1] == 127);
        var inMel = Enumerable.Range(0, (int)columns.ColumnCount).MaxBy(c => columns.Mel.Skip(c * 128).Take(128).Sum(b => b));
        Assert.Equal((20_000 - Lead) / Hop, inWaveform);
        Assert.Equal(inWaveform, inMel);
    }

    [Fact]
    public void TryRead_ConstantAndClipped_MeasuresTheColumnsAndCountsClippingOnce()
    {
        var reader = Reader(2);
        Play([.. Enumerable.Repeat(0.5f, TestAudio.SampleRateHz)]);
        _status.ClippedTotal = 5;

        var first = reader.TryRead()!.Columns.Level;
        Play([.. Enumerable.Repeat(0.5f, TestAudio.SampleRateHz)]);
        var second = reader.TryRead()!.Columns.Level;

        Assert.Equal((-6.02f, 5u, 0u), (MathF.Round(first.RmsDbfs, 2), first.ClippedSampleCount, second.ClippedSampleCount));
    }

    [Fact]
    public void Extremes_BeyondFullScale_ReadAsFullScale() =>
        Assert.Equal(
            [-127, 64, 0, 127],
            Waveform.Extremes([-3, 0.5f, 0.1f, 0, 1, 9], 3).Select(b => (int)(sbyte)b));

    private SoundReader Reader(int framesPerColumn) =>
        new(new LiveSound(_frames, _samples, _clock, FrontEnd, 172), "fm", _status, framesPerColumn);

    private void Play(float[] samples)
    {
        _samples.Write(samples);
        _mel.Process(samples, _frames);
    }

    private TimeSpan OffsetOf(long position) => _clock.Duration(position);

    private TimeSpan End(SoundColumns columns, int framesPerColumn)
    {
        var start = (long)Math.Round(columns.StartOffset.ToTimeSpan().TotalSeconds * TestAudio.SampleRateHz);
        return OffsetOf(start + (columns.ColumnCount * framesPerColumn * Hop));
    }
}
