using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LiveGenre.Core.Audio;

/// <summary>
/// Interleaved PCM in, mono out: the mean of all channels, or one of them. Values that cannot be audio become 0, and
/// clipped samples are counted here, before mixing and resampling hide them. Not thread-safe.
/// </summary>
public sealed class ChannelMixer
{
    /// <summary>Magnitude from which a captured sample counts as clipped: the largest positive 16-bit sample.</summary>
    public const float ClippingLevel = 32_767f / 32_768;

    /// <summary>Magnitude beyond which a sample is taken for garbage: 120 dB over full scale. Its square must fit into the spectra that follow.</summary>
    public const float MaxMagnitude = 1e6f;

    private readonly int _channels;
    private readonly int? _channel;

    /// <summary>Makes a mixer for one layout.</summary>
    /// <param name="channels">Samples a frame, 1 to <see cref="AudioFormat.MaxChannels"/>.</param>
    /// <param name="channel">Zero-based channel to take; null mixes all with equal weight.</param>
    /// <exception cref="ArgumentOutOfRangeException">Too few or too many channels, or no such channel.</exception>
    public ChannelMixer(int channels, int? channel = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, AudioFormat.MaxChannels);
        if (channel is { } taken)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(taken, nameof(channel));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(taken, channels, nameof(channel));
        }
        _channels = channels;
        _channel = channels == 1 ? null : channel;
    }

    /// <summary>Samples so far that were NaN, infinite or beyond <see cref="MaxMagnitude"/> and became 0. Only channels that are heard count.</summary>
    public long NonFiniteSampleCount { get; private set; }

    /// <summary>Other samples so far at or above <see cref="ClippingLevel"/> in magnitude. Only channels that are heard count.</summary>
    public long ClippedSampleCount { get; private set; }

    /// <summary>Mixes a block.</summary>
    /// <param name="interleaved">[frames × channels], full scale ±1.</param>
    /// <param name="mono">At least [frames].</param>
    /// <returns>Frames written to <paramref name="mono"/>.</returns>
    /// <exception cref="ArgumentException">The block ends within a frame, or <paramref name="mono"/> is too short.</exception>
    public int Mix(ReadOnlySpan<float> interleaved, Span<float> mono)
    {
        var frames = interleaved.Length / _channels;
        if (frames * _channels != interleaved.Length)
        {
            throw new ArgumentException($"{interleaved.Length} samples are no whole number of {_channels}-channel frames.", nameof(interleaved));
        }
        if (mono.Length < frames)
        {
            throw new ArgumentException($"{frames} frames do not fit into {mono.Length}.", nameof(mono));
        }
        mono = mono[..frames];
        if (_channel is { } channel)
        {
            for (int frame = 0, at = channel; frame < mono.Length; frame++, at += _channels)
            {
                mono[frame] = interleaved[at];
            }
            if (!Inspect(mono))
            {
                ReplaceGarbage(mono);
            }
        }
        else if (Inspect(interleaved))
        {
            MixClean(interleaved, mono);
        }
        else
        {
            MixWithRepair(interleaved, mono);
        }
        return frames;
    }

    private void MixClean(ReadOnlySpan<float> interleaved, Span<float> mono)
    {
        switch (_channels)
        {
            case 1:
                interleaved.CopyTo(mono);
                break;
            case 2:
                MixStereo(interleaved, mono);
                break;
            default:
                var weight = 1f / _channels;
                for (int frame = 0, at = 0; frame < mono.Length; frame++, at += _channels)
                {
                    var sum = 0f;
                    foreach (var sample in interleaved.Slice(at, _channels))
                    {
                        sum += sample;
                    }
                    mono[frame] = weight * sum;
                }
                break;
        }
    }

    private static void MixStereo(ReadOnlySpan<float> interleaved, Span<float> mono)
    {
        var pairs = MemoryMarshal.Cast<float, ulong>(interleaved); // left in the lower half
        var frame = 0;
        for (; frame <= mono.Length - Vector256<float>.Count; frame += Vector256<float>.Count)
        {
            var (first, second) = (Vector256.Create(pairs[frame..]), Vector256.Create(pairs[(frame + Vector256<ulong>.Count)..]));
            var left = Vector256.Narrow(first, second).AsSingle();
            var right = Vector256.Narrow(first >>> 32, second >>> 32).AsSingle();
            (0.5f * (left + right)).CopyTo(mono[frame..]);
        }
        for (; frame < mono.Length; frame++)
        {
            mono[frame] = 0.5f * (interleaved[2 * frame] + interleaved[(2 * frame) + 1]);
        }
    }

    private void MixWithRepair(ReadOnlySpan<float> interleaved, Span<float> mono)
    {
        Span<float> repaired = stackalloc float[_channels];
        for (int frame = 0, at = 0; frame < mono.Length; frame++, at += _channels)
        {
            interleaved.Slice(at, _channels).CopyTo(repaired);
            ReplaceGarbage(repaired);
            MixClean(repaired, mono.Slice(frame, 1));
        }
    }

    private void ReplaceGarbage(Span<float> samples)
    {
        foreach (ref var sample in samples)
        {
            if (!(MathF.Abs(sample) <= MaxMagnitude))
            {
                sample = 0;
                NonFiniteSampleCount++;
            }
        }
    }

    /// <summary>Counts clipped samples; false if any sample is garbage.</summary>
    private bool Inspect(ReadOnlySpan<float> samples)
    {
        var clipped = Vector<int>.Zero;
        var clean = -Vector<int>.One;
        var at = 0;
        for (; at <= samples.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            var magnitude = Vector.Abs(new Vector<float>(samples[at..]));
            var bounded = Vector.LessThanOrEqual(magnitude, new Vector<float>(MaxMagnitude)); // false for NaN too
            clipped -= Vector.GreaterThanOrEqual(magnitude, new Vector<float>(ClippingLevel)) & bounded;
            clean &= bounded;
        }
        var (count, allClean) = (Vector.Sum(clipped), clean == -Vector<int>.One);
        foreach (var sample in samples[at..])
        {
            var magnitude = MathF.Abs(sample);
            if (!(magnitude <= MaxMagnitude))
            {
                allClean = false;
            }
            else if (magnitude >= ClippingLevel)
            {
                count++;
            }
        }
        ClippedSampleCount += count;
        return allClean;
    }
}
