using System.Diagnostics;
using LiveGenre.Capture;
using LiveGenre.Core.Audio;

namespace LiveGenre.Benchmarks.Latency;

/// <summary>
/// Quiet noise in real time, 20 ms a block as a sound card delivers it, with a full-scale click just before chosen
/// positions. When a click reaches a subscriber as a window's peak, the time since its last sample was due is the latency.
/// </summary>
internal sealed class MarkedSource(string id, long start, Func<long, bool> endsMark) : IAudioSource
{
    public const int SampleRateHz = 44_100;

    private const int BlockFrames = SampleRateHz / 50;

    public string Address => id;

    public bool IsLive => true;

    public bool IsSilentWhenIdle => false;

    public ValueTask<IAudioCapture> OpenAsync(CancellationToken cancellation) => new(new Capture(start, endsMark, id.GetHashCode()));

    /// <summary>When a sample is over, in <see cref="Stopwatch"/> ticks.</summary>
    public static long DueAt(long start, long frame) => start + (long)((double)frame / SampleRateHz * Stopwatch.Frequency);

    private sealed class Capture(long start, Func<long, bool> endsMark, int seed) : IAudioCapture
    {
        private readonly Random _random = new(seed);
        private long _frame;

        public AudioFormat Format { get; } = new(SampleRateHz, 1);

        public async ValueTask<CaptureRead> ReadAsync(Memory<float> interleaved, int leastFrames, CancellationToken cancellation)
        {
            var block = (_frame + leastFrames + BlockFrames - 1) / BlockFrames * BlockFrames;
            var due = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), DueAt(start, block));
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, cancellation);
            }
            var frames = (int)Math.Min(interleaved.Length, block - _frame);
            Fill(interleaved.Span[..frames]);
            return new(frames, 0);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void Fill(Span<float> block)
        {
            for (var i = 0; i < block.Length; i++)
            {
                _frame++;
                block[i] = endsMark(_frame) ? 1 : (_random.NextSingle() - 0.5f) * 0.05f;
            }
        }
    }
}
