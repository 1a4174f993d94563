using System.Diagnostics;
using System.Threading.Tasks.Sources;
using LiveGenre.Capture;
using LiveGenre.Core.Audio;

namespace LiveGenre.Benchmarks.Stations;

/// <summary>One station's stereo sound in real time, a block when its last sample is over, as a device or a pipe has it. Allocates nothing in steady state.</summary>
/// <param name="id">Its name.</param>
/// <param name="number">Tells its sound from that of the others.</param>
/// <param name="start">When its first sample begins, in ticks of <see cref="Stopwatch"/>.</param>
/// <param name="block">Length of a block.</param>
/// <param name="clock">Wakes it.</param>
internal sealed class StationSource(string id, int number, long start, TimeSpan block, StationClock clock) : IAudioSource
{
    /// <summary>Where a station begins in the material is a multiple of this many frames.</summary>
    private const int FramesApart = 7_919;

    public string Address => id;

    public bool IsLive => true;

    public bool IsSilentWhenIdle => false;

    public ValueTask<IAudioCapture> OpenAsync(CancellationToken cancellation) => new(new Capture(number, start, block, clock));

    private sealed class Capture(int number, long start, TimeSpan block, StationClock clock)
        : IAudioCapture, IValueTaskSource<CaptureRead>, IThreadPoolWorkItem
    {
        private readonly float _gain = 0.3f + (0.7f * (number % 101 / 100f));
        private ManualResetValueTaskSourceCore<bool> _due;
        private Memory<float> _destination; // of the read that waits
        private CancellationToken _cancellation; // of the read that waits
        private long _frame; // the next to be read
        private long _arrived; // frames, those that a read waits for included

        // Half of the world's stations run at one rate, half at the other.
        public AudioFormat Format { get; } = new(number % 2 == 0 ? 44_100 : 48_000, StationMaterial.Channels);

        private int BlockFrames => (int)(block.TotalSeconds * Format.SampleRateHz);

        public ValueTask<CaptureRead> ReadAsync(Memory<float> interleaved, int leastFrames, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            _arrived = (_frame + leastFrames + BlockFrames - 1) / BlockFrames * BlockFrames;
            var due = start + (_arrived * Stopwatch.Frequency / Format.SampleRateHz);
            if (due <= Stopwatch.GetTimestamp())
            {
                return new(Fill(interleaved.Span));
            }
            _due.Reset();
            (_destination, _cancellation) = (interleaved, cancellation);
            clock.WakeAt(this, due);
            return new(this, _due.Version);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        void IThreadPoolWorkItem.Execute() => _due.SetResult(true);

        ValueTaskSourceStatus IValueTaskSource<CaptureRead>.GetStatus(short token) => _due.GetStatus(token);

        void IValueTaskSource<CaptureRead>.OnCompleted(
            Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _due.OnCompleted(continuation, state, token, flags);

        CaptureRead IValueTaskSource<CaptureRead>.GetResult(short token)
        {
            _due.GetResult(token);
            _cancellation.ThrowIfCancellationRequested(); // a wait lasts no longer than what was asked for
            return Fill(_destination.Span);
        }

        /// <summary>All whole blocks that are over, as far as they fit.</summary>
        private CaptureRead Fill(Span<float> interleaved)
        {
            var over = (Stopwatch.GetTimestamp() - start) * Format.SampleRateHz / Stopwatch.Frequency;
            _arrived = Math.Max(_arrived, over / BlockFrames * BlockFrames);
            interleaved = interleaved[..(int)Math.Min(interleaved.Length, (_arrived - _frame) * Format.Channels)];
            StationMaterial.Play(_frame + ((long)number * FramesApart), _gain, interleaved);
            _frame += interleaved.Length / Format.Channels;
            return new(interleaved.Length, 0);
        }
    }
}
