"""Audio made from nothing: noises to train on, programmes for golden vectors and tests.

All functions return float32 [samples] at 22,050 Hz within [-1, 1].
"""
import numpy as np

from front_end import SAMPLE_RATE_HZ as RATE

NOISES = [f"{kind}-{n}" for kind in ("white", "pink", "brown", "hum", "tone", "crackle") for n in range(6)]


def _peak(samples, peak=0.5):
    return (samples * (peak / max(1e-9, np.abs(samples).max()))).astype(np.float32)


def coloured(count, exponent, rng):
    """Gaussian noise whose power falls with frequency ** exponent (0 white, 1 pink, 2 brown)."""
    spectrum = np.fft.rfft(rng.standard_normal(count))
    spectrum /= np.maximum(1, np.arange(len(spectrum))) ** (exponent / 2)
    return _peak(np.fft.irfft(spectrum, count))


def tones(count, frequencies_hz, levels):
    """Steady sines."""
    t = np.arange(count) / RATE
    return _peak(sum(level * np.sin(2 * np.pi * f * t) for f, level in zip(frequencies_hz, levels)))


def crackle(count, per_second, rng):
    """Short decaying bursts at random times, like a bad contact or an old disc."""
    clicks = np.zeros(count)
    at = rng.integers(0, count, max(1, int(per_second * count / RATE)))
    clicks[at] = rng.standard_normal(len(at))
    tail = np.exp(-np.arange(256) / rng.uniform(5, 60)) * rng.standard_normal(256)
    return _peak(np.convolve(clicks, tail)[:count] + 0.001 * rng.standard_normal(count))


def noise(name, seconds=20):
    """One of NOISES; the same samples for the same name."""
    kind, number = name.split("-")
    rng = np.random.default_rng([int(number), *kind.encode()])
    count = int(seconds * RATE)
    if kind in ("white", "pink", "brown"):
        return coloured(count, {"white": 0, "pink": 1, "brown": 2}[kind] + rng.uniform(-0.3, 0.3), rng)
    if kind == "hum":
        mains = rng.choice([50, 60]) * np.arange(1, 20)
        return _peak(tones(count, mains, rng.uniform(0, 1, 19) / np.arange(1, 20)) + coloured(count, 1, rng) * 0.05)
    if kind == "tone":
        return _peak(tones(count, [rng.uniform(100, 4000)], [1]) + 10 ** rng.uniform(-4, -1) * coloured(count, 0, rng))
    return crackle(count, rng.uniform(2, 60), rng)


def chords(seconds, rng):
    """A four-chord progression on decaying harmonic tones, two chords a second."""
    out = np.zeros(int(seconds * RATE))
    length = RATE // 2
    t = np.arange(length) / RATE
    for beat, start in enumerate(range(0, len(out), length)):
        for semitone in ([0, 4, 7], [-3, 0, 4], [-7, -3, 0], [-5, -1, 2])[beat // 2 % 4]:
            pitch_hz = 261.63 * 2 ** (semitone / 12)
            note = sum(np.sin(2 * np.pi * pitch_hz * h * t) / h ** 1.5 for h in range(1, 9)) * np.exp(-3 * t)
            out[start:start + length] += note[:len(out) - start]
    return _peak(out + 0.002 * rng.standard_normal(len(out)))


def drums(seconds, rng):
    """Kick on the beat, snare on two and four, hi-hat on eighths, at 120 beats a minute, with a bass line."""
    out = np.zeros(int(seconds * RATE))
    step = RATE // 4
    t = np.arange(step) / RATE
    kick = np.sin(2 * np.pi * (50 * t + 8 * (1 - np.exp(-30 * t)))) * np.exp(-12 * t)
    for eighth, start in enumerate(range(0, len(out), step)):
        hit = 0.25 * rng.standard_normal(step) * np.exp(-60 * t)
        hit += 0.3 * np.sign(np.sin(2 * np.pi * (55, 55, 65.4, 73.4)[eighth // 4 % 4] * t))
        if eighth % 2 == 0:
            hit += kick if eighth % 4 == 0 else 0.6 * rng.standard_normal(step) * np.exp(-18 * t)
        out[start:start + step] += hit[:len(out) - start]
    return _peak(out)


def sweep(seconds, low_hz=60, high_hz=10_000):
    """A sine whose pitch rises exponentially."""
    t = np.arange(int(seconds * RATE)) / RATE
    rate = np.log(high_hz / low_hz) / seconds
    return _peak(np.sin(2 * np.pi * low_hz * np.expm1(rate * t) / rate))
