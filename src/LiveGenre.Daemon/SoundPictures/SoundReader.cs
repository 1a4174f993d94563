using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using LiveGenre.Core.Audio;
using LiveGenre.Core.Features;
using LiveGenre.Daemon.Serving;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.SoundPictures;

/// <summary>One watcher's place in a source's sound: everything since it was last asked, as columns of a picture. Not thread-safe.</summary>
internal sealed class SoundReader
{
    // A full-scale sine reads 42 dB in its band at the most (librosa's scaling, n_fft 2048), a square wave 2 dB more.
    private const float CeilingDb = 45;

    private readonly string _sourceId;
    private readonly SourceStatus _status;
    private readonly int _framesPerColumn;
    private readonly int _columnSamples;
    private readonly int _lead; // from the start of a frame to the middle hop of it: a column's waveform stands where its frames look
    private readonly float _floorDb;
    private long? _next; // column
    private long _clippedTotal;

    /// <summary>Begins with the oldest frames that are kept.</summary>
    /// <param name="sound">Where to read.</param>
    /// <param name="sourceId">Whose sound it is.</param>
    /// <param name="status">Counts the source's clipped samples.</param>
    /// <param name="framesPerColumn">Frames that a column is the maximum of.</param>
    public SoundReader(LiveSound sound, string sourceId, SourceStatus status, int framesPerColumn)
    {
        (Sound, _sourceId, _status, _framesPerColumn) = (sound, sourceId, status, framesPerColumn);
        _columnSamples = framesPerColumn * sound.FrontEnd.HopLength;
        _lead = (sound.FrontEnd.FftSize - sound.FrontEnd.HopLength) / 2;
        _floorDb = 10 * MathF.Log10(sound.FrontEnd.FloorPower);
        _clippedTotal = status.ClippedTotal;
    }

    /// <summary>Where it reads.</summary>
    public LiveSound Sound { get; }

    /// <summary>What the columns mean.</summary>
    public SoundFormat Format => new()
    {
        SourceId = _sourceId,
        MelBandCount = (uint)Sound.FrontEnd.MelBands,
        BandFrequenciesHz = { MelFilterBank.CentresHz(Sound.FrontEnd) },
        FloorDb = _floorDb,
        CeilingDb = CeilingDb,
        ColumnDuration = Sound.Clock.Duration(_columnSamples).ToDuration(),
        WindowDuration = Sound.Clock.Duration((long)Sound.WindowFrames * Sound.FrontEnd.HopLength).ToDuration(),
    };

    /// <summary>The columns that have become whole since the last call, or the gap before them; null where there are none. Call until null.</summary>
    public WatchSoundResponse? TryRead()
    {
        if (FindColumns() is not var (first, end))
        {
            return null;
        }
        if (_next is { } next && next < first)
        {
            _next = first;
            return new() { Gap = Gap(next, first) };
        }
        if (TryReadColumns(first, (int)(end - first)) is not { } columns)
        {
            return null; // overwritten just now; the next call finds what is left
        }
        _next = end;
        return new() { Columns = columns };
    }

    /// <summary>The next unbroken columns, whose frames and samples are all there.</summary>
    private (long First, long End)? FindColumns()
    {
        var from = (_next ?? 0) * _framesPerColumn;
        while (true)
        {
            var newest = Sound.Frames.NextFrame; // asked before, so that a stretch that ends earlier ends at a gap
            var frames = Sound.Frames.FindStretch(from);
            var (first, end) = (DivideUp(frames.Start, _framesPerColumn), frames.End / _framesPerColumn);
            var samples = Sound.Samples.FindStretch(SampleOf(first));
            first = Math.Max(first, DivideUp(samples.Start - _lead, _columnSamples));
            if (first < end)
            {
                return (first, end);
            }
            if (frames.End >= newest)
            {
                return null;
            }
            from = frames.End;
        }
    }

    private SoundColumns? TryReadColumns(long first, int count)
    {
        var frameCount = count * _framesPerColumn;
        var bands = Sound.FrontEnd.MelBands;
        var frames = ArrayPool<float>.Shared.Rent(bands * frameCount);
        var samples = ArrayPool<float>.Shared.Rent(count * _columnSamples);
        try
        {
            var mel = frames.AsSpan(0, bands * frameCount);
            var wave = samples.AsSpan(0, count * _columnSamples);
            if (!Sound.Frames.TryReadWindow(first * _framesPerColumn, frameCount, mel) || !Sound.Samples.TryRead(SampleOf(first), wave))
            {
                return null;
            }
            var columns = new SoundColumns
            {
                StartTime = Sound.Clock.TimeOf(SampleOf(first)).ToTimestamp(),
                StartOffset = Sound.Clock.Duration(SampleOf(first)).ToDuration(),
                ColumnCount = (uint)count,
                Mel = UnsafeByteOperations.UnsafeWrap(Quantize(mel, count)),
                Waveform = UnsafeByteOperations.UnsafeWrap(Waveform.Extremes(wave, _columnSamples)),
                Level = Measure(wave),
            };
            return columns;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(frames);
            ArrayPool<float>.Shared.Return(samples);
        }
    }

    /// <summary>Frames, [bands × frames] in dB, as bytes, [columns × bands].</summary>
    private byte[] Quantize(ReadOnlySpan<float> mel, int columns)
    {
        var bands = Sound.FrontEnd.MelBands;
        var bytes = new byte[columns * bands];
        var stepsPerDb = byte.MaxValue / (CeilingDb - _floorDb);
        for (var band = 0; band < bands; band++)
        {
            var row = mel.Slice(band * columns * _framesPerColumn, columns * _framesPerColumn);
            for (var column = 0; column < columns; column++)
            {
                var loudest = float.NegativeInfinity;
                foreach (var value in row.Slice(column * _framesPerColumn, _framesPerColumn))
                {
                    loudest = Math.Max(loudest, value);
                }
                bytes[(column * bands) + band] = (byte)Math.Clamp(MathF.Round((loudest - _floorDb) * stepsPerDb), 0, byte.MaxValue);
            }
        }
        return bytes;
    }

    private Level Measure(ReadOnlySpan<float> wave)
    {
        var total = _status.ClippedTotal;
        var level = LevelMeter.Measure(wave, (int)Math.Max(0, total - _clippedTotal));
        _clippedTotal = total;
        return new() { RmsDbfs = level.RmsDbfs, PeakDbfs = level.PeakDbfs, ClippedSampleCount = (uint)level.ClippedSampleCount };
    }

    private Gap Gap(long first, long end) => new()
    {
        SourceId = _sourceId,
        StartTime = Sound.Clock.TimeOf(SampleOf(first)).ToTimestamp(),
        EndTime = Sound.Clock.TimeOf(SampleOf(end)).ToTimestamp(),
        StartOffset = Sound.Clock.Duration(SampleOf(first)).ToDuration(),
        EndOffset = Sound.Clock.Duration(SampleOf(end)).ToDuration(),
        LostSampleCount = (ulong)((end - first) * _columnSamples),
    };

    private long SampleOf(long column) => (column * _columnSamples) + _lead;

    private static long DivideUp(long value, int by) => (value + by - 1) / by;
}
