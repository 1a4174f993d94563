using System.Buffers.Binary;
using System.Text;
using LiveGenre.Capture.Tests.Support;
using LiveGenre.Core.Audio;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Evidence;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveGenre.Daemon.Tests.Evidence;

public sealed class EvidenceRecorderTests : IDisposable
{
    private const int Rate = 22_050;

    private readonly ManualTime _time = new();
    private readonly TemporaryFolder _temporary = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SampleRingBuffer _samples = new(25 * Rate);
    private readonly StreamClock _clock = new(Rate);

    public EvidenceRecorderTests() => _clock.Observe(0, _time.GetUtcNow());

    public void Dispose()
    {
        _services.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public void KeepDue_SoundIsThere_KeepsItFromBeforeToAfterTheChange()
    {
        var (recorder, folder) = Create();
        var sound = TestAudio.Chord(TimeSpan.FromSeconds(20));
        _samples.Write(sound);

        recorder.Note(Change(12 * Rate));
        recorder.KeepDue();

        var (clip, bytes) = Assert.Single(folder.List());
        Assert.Equal(
            new EvidenceClip(_time.GetUtcNow().AddSeconds(2), "fm", "rock", "jazz", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15)), clip);
        var file = File.ReadAllBytes(Path.Combine(folder.Path, clip.FileName));
        Assert.Equal(bytes, file.Length);
        Assert.Equal(("RIFF", "WAVEfmt ", Rate), (Encoding.ASCII.GetString(file, 0, 4), Encoding.ASCII.GetString(file, 8, 8), BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(24))));
        Assert.Equal(15 * Rate * 2, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(40)));
        var kept = Enumerable.Range(0, 15 * Rate).Select(i => BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(44 + (2 * i))) / 32_768f);
        Assert.Equal(sound.Skip(2 * Rate).Take(15 * Rate), kept, (a, b) => Math.Abs(a - b) <= 0.5f / 32_768);
    }

    [Fact]
    public void KeepDue_ClipAfterClip_TakesTheMemoryOfTheOneBefore()
    {
        var (recorder, folder) = Create();
        var sound = TestAudio.Chord(TimeSpan.FromSeconds(20));
        _samples.Write(sound);
        Keep(12 * Rate);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Keep(3 * Rate); // 8 s, after 15 s

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000); // the sound alone is of 700 kB
        var file = File.ReadAllBytes(Path.Combine(folder.Path, folder.List().Single(c => c.Clip.Length == TimeSpan.FromSeconds(8)).Clip.FileName));
        Assert.Equal(44 + (2 * 8 * Rate), file.Length);
        var kept = Enumerable.Range(0, 8 * Rate).Select(i => BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(44 + (2 * i))) / 32_768f);
        Assert.Equal(sound.Take(8 * Rate), kept, (a, b) => Math.Abs(a - b) <= 0.5f / 32_768);

        void Keep(long position)
        {
            recorder.Note(Change(position));
            recorder.KeepDue();
        }
    }

    [Fact]
    public void KeepDue_SoundIsStillToCome_WaitsForIt()
    {
        var (recorder, folder) = Create();
        _samples.Write(new float[16 * Rate]);
        recorder.Note(Change(12 * Rate));

        recorder.KeepDue();
        Assert.Empty(folder.List());
        _samples.Write(new float[Rate]);
        recorder.KeepDue();

        Assert.Equal(TimeSpan.FromSeconds(15), Assert.Single(folder.List()).Clip.Length);
    }

    [Fact]
    public void KeepDue_SourceEndsAfterTheChange_KeepsWhatThereIs()
    {
        var (recorder, folder) = Create();
        _samples.Write(new float[14 * Rate]);
        recorder.Note(Change(12 * Rate));

        _time.Advance(TimeSpan.FromSeconds(11));
        recorder.KeepDue();

        Assert.Equal(TimeSpan.FromSeconds(12), Assert.Single(folder.List()).Clip.Length);
    }

    [Theory]
    [InlineData("классическая музыка", "электронная музыка")]
    [InlineData("r&b", "日本の歌謡曲とロックとジャズとポップスとその他いろいろの音楽")]
    public void KeepDue_LongNamesOfGenres_KeepsTheClipUnderAsMuchOfThemAsAFileNameHolds(string previous, string label)
    {
        var (recorder, folder) = Create();
        _samples.Write(new float[20 * Rate]);

        recorder.Note(Change(12 * Rate) with { PreviousLabel = previous, Label = label });
        recorder.KeepDue();

        Assert.Equal((0, ""), (recorder.LostCount, recorder.Trouble));
        var clip = Assert.Single(folder.List()).Clip;
        Assert.StartsWith(clip.PreviousLabel.TrimEnd('…'), previous, StringComparison.Ordinal);
        Assert.StartsWith(clip.Label.TrimEnd('…'), label, StringComparison.Ordinal);
        Assert.True(folder.TryOpen(clip.Id, out var file));
        file.Dispose();
    }

    [Fact]
    public void KeepDue_GapBeforeTheChange_BeginsBehindIt()
    {
        var (recorder, folder) = Create();
        _samples.Write(new float[5 * Rate]);
        _samples.SkipTo(9 * Rate);
        _samples.Write(new float[11 * Rate]);

        recorder.Note(Change(12 * Rate));
        recorder.KeepDue();

        var clip = Assert.Single(folder.List()).Clip;
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(8)), (clip.UntilChange, clip.Length));
    }

    [Fact]
    public void KeepDue_SoundIsOverwritten_CountsTheLoss()
    {
        var (recorder, folder) = Create();
        _samples.Write(new float[60 * Rate]);

        recorder.Note(Change(12 * Rate));
        recorder.KeepDue();

        Assert.Empty(folder.List());
        Assert.Equal(1, recorder.LostCount);
        Assert.StartsWith("The sound was overwritten", recorder.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public void KeepDue_NoRoom_SaysSoUntilThereIs()
    {
        var (recorder, folder) = Create(maxBytes: 1_000_000);
        _samples.Write(new float[20 * Rate]);
        Directory.CreateDirectory(folder.Path);
        var other = Path.Combine(folder.Path, "other");
        File.WriteAllBytes(other, new byte[900_000]);

        recorder.Note(Change(12 * Rate));
        recorder.KeepDue();
        Assert.Equal((1, true), (recorder.LostCount, recorder.Trouble.Contains("MaxBytes", StringComparison.Ordinal)));
        File.Delete(other);
        recorder.Note(Change(12 * Rate));
        recorder.KeepDue();

        Assert.Equal((1, ""), (recorder.LostCount, recorder.Trouble));
        Assert.Single(folder.List());
    }

    [Fact]
    public void Note_MoreThanMayWait_CountsTheRestAsLost()
    {
        var (recorder, _) = Create();
        for (var i = 0; i < EvidenceRecorder.MaxWaiting + 3; i++)
        {
            recorder.Note(Change(12 * Rate));
        }

        Assert.Equal(3, recorder.LostCount);
    }

    [Fact]
    public void Note_SwitchedOff_KeepsNothing()
    {
        var (recorder, folder) = Create(enabled: false);
        _samples.Write(new float[20 * Rate]);

        recorder.Note(Change(12 * Rate));
        recorder.KeepDue(atOnce: true);

        Assert.False(Directory.Exists(folder.Path));
        Assert.Equal(TimeSpan.Zero, new EvidenceOptions().BufferDuration);
    }

    [Fact]
    public async Task Stop_WhileSoundIsStillToCome_KeepsWhatThereIs()
    {
        var (recorder, folder) = Create();
        _samples.Write(new float[13 * Rate]);
        await recorder.StartAsync(CancellationToken.None);
        recorder.Note(Change(12 * Rate));

        await recorder.StopAsync(CancellationToken.None);

        Assert.Equal(TimeSpan.FromSeconds(11), Assert.Single(folder.List()).Clip.Length);
    }

    private (EvidenceRecorder Recorder, EvidenceFolder Folder) Create(long maxBytes = 500_000_000, bool enabled = true)
    {
        var folder = new EvidenceFolder(_temporary.At("evidence"), maxBytes);
        var options = new EvidenceOptions { Enabled = enabled };
        return (new EvidenceRecorder(options, folder, new EvidenceMetrics(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()),
            _time, NullLogger<EvidenceRecorder>.Instance), folder);
    }

    private DecisionChange Change(long position) => new("fm", _samples, _clock, position, "rock", "jazz");
}
