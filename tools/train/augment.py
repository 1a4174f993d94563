"""What happens to sound on its way to a receiver, done to samples and to mel frames.

Samples are float32 [n] at 22,050 Hz; frames are [frames, 128] in dB.
"""
import subprocess

import numpy as np
from scipy import fft, signal

from front_end import EPSILON, FFT_SIZE, FLOOR_POWER, HOP_LENGTH, MEL_BANDS, SAMPLE_RATE_HZ, band_edges_hz, log_mel

CODECS = {"mp3": ("libmp3lame", "mp3", (24, 64)), "aac": ("aac", "adts", (24, 64)), "opus": ("libopus", "ogg", (10, 40))}
BAND_LIMITS_HZ = ((300, 3400), (80, 4500), (60, 5000), (40, 8000))  # telephone, AM narrow and wide, low-rate codec
_EDGES_HZ = band_edges_hz()
_PEAKS_HZ = _EDGES_HZ[1:-1]
_BINS = np.maximum(1, (_EDGES_HZ[2:] - _EDGES_HZ[:-2]) * FFT_SIZE / SAMPLE_RATE_HZ / 2)  # that a band averages over
_WIDTHS_HZ = (_EDGES_HZ[2:] - _EDGES_HZ[:-2]) / 2  # undoes Slaney's norm, so that bands add up to energy


def rms(samples):
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)) + 1e-20))


def change_speed(samples, factor):
    """Pitch and tempo together, as a tape does: factor 1.1 is 10 % faster and higher, within 1 %.

    Up to 2 % of the end is lost: lengths with large prime factors would take seconds.
    """
    whole = min(len(samples), fft.next_fast_len(int(len(samples) * 0.98)))
    return signal.resample(samples[:whole], fft.next_fast_len(int(whole / factor))).astype(np.float32)


def equalise(samples, tilt_db_per_octave=0.0, low_hz=0.0, high_hz=SAMPLE_RATE_HZ / 2):
    """Tilts the spectrum around 1 kHz and cuts it outside low_hz..high_hz at 24 dB an octave."""
    spectrum = np.fft.rfft(samples)
    hz = np.maximum(20, np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE_HZ))
    gain_db = tilt_db_per_octave * np.log2(hz / 1000)
    if low_hz > 20:
        gain_db -= 24 * np.maximum(0, np.log2(low_hz / hz))
    gain_db -= 24 * np.maximum(0, np.log2(hz / high_hz))
    return np.fft.irfft(spectrum * 10 ** (np.maximum(gain_db, -120) / 20), len(samples)).astype(np.float32)


def add_at_snr(samples, other, snr_db):
    """The sum, `other` repeated to the length and scaled to lie snr_db below `samples` (by RMS)."""
    other = np.resize(other, len(samples))
    return (samples + other * (rms(samples) / rms(other) * 10 ** (-snr_db / 20))).astype(np.float32)


def reverberate(samples, decay_s, wet, rng):
    """A room as exponentially decaying noise; decay_s is the time to fall by 60 dB, wet its share of energy."""
    t = np.arange(int(decay_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    room = rng.standard_normal(len(t)) * 10 ** (-3 * t / decay_s)
    tail = signal.fftconvolve(samples, room)[:len(samples)]
    return (samples * np.sqrt(1 - wet) + tail * (rms(samples) / rms(tail) * np.sqrt(wet))).astype(np.float32)


def coded(samples, codec, rate_kbps):
    """Through mp3, AAC or Opus at rate_kbps and back, by ffmpeg; the length may change by a codec's frame."""
    encoder, container, _ = CODECS[codec]
    raw = ["-f", "f32le", "-ar", str(SAMPLE_RATE_HZ), "-ac", "1"]
    quiet = ["ffmpeg", "-nostdin", "-v", "error"]
    encoded = subprocess.run([*quiet, *raw, "-i", "-", "-c:a", encoder, "-b:a", f"{rate_kbps}k", "-f", container, "-"],
                             input=samples.astype(np.float32).tobytes(), capture_output=True, check=True).stdout
    decoded = subprocess.run([*quiet, "-i", "-", *raw, "-"], input=encoded, capture_output=True, check=True).stdout
    return np.frombuffer(decoded, np.float32)


def on_air(samples, rng):
    """A random listening situation: speed, tilt and often one of codec, band limit, room or hiss."""
    samples = change_speed(samples, rng.uniform(0.85, 1.18))
    low_hz, high_hz = 0.0, SAMPLE_RATE_HZ / 2
    situation = rng.choice(["plain", "coded", "band", "room", "hiss"], p=[0.25, 0.2, 0.2, 0.2, 0.15])
    if situation == "band":
        low_hz, high_hz = BAND_LIMITS_HZ[rng.integers(len(BAND_LIMITS_HZ))]
    samples = equalise(samples, rng.uniform(-3, 3), low_hz, high_hz)
    if situation == "coded":
        codec = rng.choice(list(CODECS))
        samples = coded(samples, codec, rng.integers(*CODECS[codec][2]))
    if situation == "room":
        samples = reverberate(samples, rng.uniform(0.2, 1.2), rng.uniform(0.1, 0.6), rng)
    if situation == "hiss":
        samples = add_at_snr(samples, rng.standard_normal(len(samples)), rng.uniform(10, 30))
    return samples


def from_afar(samples, rng):
    """A microphone across a random room: as long as before, and at the same times."""
    samples = reverberate(samples, rng.uniform(0.2, 1.2), rng.uniform(0.1, 0.6), rng)
    samples = add_at_snr(samples, rng.standard_normal(len(samples)), rng.uniform(10, 35))
    return equalise(samples, rng.uniform(-3, 3), rng.uniform(20, 200), rng.uniform(4000, SAMPLE_RATE_HZ / 2))


def mix_frames(frames, other, snr_db):
    """Powers added: `other` [frames, 128] lies snr_db below `frames`. Phases are taken as independent."""
    power, other_power = 10 ** (frames * 0.1), 10 ** (other * 0.1)
    scale = (power @ _WIDTHS_HZ).sum() / max(1e-12, (other_power @ _WIDTHS_HZ).sum()) * 10 ** (-snr_db / 10)
    return 10 * np.log10(power + scale * other_power)


def reverberate_frames(frames, decay_s, wet):
    """A room's tail on the powers of [frames, 128]: decay_s is the time to fall by 60 dB, wet its share of energy."""
    kept = 10 ** (-6 * HOP_LENGTH / SAMPLE_RATE_HZ / decay_s)
    power = 10 ** (frames * 0.1)
    return 10 * np.log10(np.maximum(FLOOR_POWER, (1 - wet) * power + wet * signal.lfilter([1 - kept], [1, -kept], power, axis=0)))


def hiss_frames(count, rng):
    """White noise as [count, 128] in dB at any level: every band wobbles the less the wider it is."""
    return 10 * np.log10(rng.gamma(_BINS, 1 / _BINS, (count, MEL_BANDS)).astype(np.float32))


def take_frames(frames, count, rng):
    """A random cut of `count` frames (or samples) and its start; shorter material is repeated from a random phase."""
    if len(frames) >= count:
        start = rng.integers(len(frames) - count + 1)
        return frames[start:start + count], start
    start = int(rng.integers(len(frames)))
    return frames[(start + np.arange(count)) % len(frames)], start


def colour(frames, rng, deviation_db=4.0):
    """A smooth random equaliser curve through seven points along the bands."""
    curve = np.interp(np.arange(MEL_BANDS), np.linspace(0, MEL_BANDS - 1, 7), rng.standard_normal(7) * deviation_db)
    return frames + curve.astype(np.float32)


def cut_treble(frames, cutoff_hz):
    """Bands above cutoff_hz fall to the floor, as after a low-rate codec or AM."""
    return np.where(_PEAKS_HZ > cutoff_hz, np.float32(-100), frames)


def pause(frames, rng):
    """Silence for a quarter to 0.7 of the window, at its start or its end."""
    paused = frames.copy()
    count = int(rng.uniform(0.25, 0.7) * len(frames))
    part = slice(0, count) if rng.random() < 0.5 else slice(len(frames) - count, None)
    paused[part] = frames.max() - rng.uniform(60, 100)
    return paused


def mask(normalised, rng, frames=24, bands=14, count=2):
    """SpecAugment without warping: up to `count` masks of each kind, set to the mean (0), in place."""
    for _ in range(rng.integers(count + 1)):
        start, width = rng.integers(len(normalised)), rng.integers(1, frames + 1)
        normalised[start:start + width] = 0
    for _ in range(rng.integers(count + 1)):
        start, width = rng.integers(MEL_BANDS), rng.integers(1, bands + 1)
        normalised[:, start:start + width] = 0
    return normalised
