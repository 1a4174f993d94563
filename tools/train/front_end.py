"""Log-mel front end: mono audio in, frames in dB out; then windows, normalised as the model reads them.

The same definition as the product's kernels (librosa's defaults, but frames are not centred): frame i covers
samples 512 i to 512 i + 2047.
"""
import numpy as np

SAMPLE_RATE_HZ = 22_050
FFT_SIZE = WINDOW_LENGTH = 2048
HOP_LENGTH = 512
MEL_BANDS = 128
MIN_FREQUENCY_HZ, MAX_FREQUENCY_HZ = 0.0, SAMPLE_RATE_HZ / 2
FLOOR_POWER = 1e-10
WINDOW_FRAMES = 172  # 4 s x 22,050 Hz / 512
WINDOW_HOP_FRAMES = 86
CLIP_BELOW_MAX_DB = 80.0
EPSILON = 1e-5


def hz_to_mel(hz):
    """Slaney's scale: linear, 200/3 Hz a mel, up to 1 kHz; logarithmic, 27 mels per factor 6.4, above."""
    hz = np.asarray(hz, np.float64)
    return np.where(hz < 1000, hz * 3 / 200, 15 + 27 * np.log(np.maximum(hz, 1000) / 1000) / np.log(6.4))


def mel_to_hz(mel):
    """Inverse of hz_to_mel."""
    mel = np.asarray(mel, np.float64)
    return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp(np.log(6.4) * (mel - 15) / 27))


def band_edges_hz():
    """[bands + 2]: band b rises from edge b, peaks at b + 1 and falls to b + 2."""
    return mel_to_hz(np.linspace(hz_to_mel(MIN_FREQUENCY_HZ), hz_to_mel(MAX_FREQUENCY_HZ), MEL_BANDS + 2))


def mel_filter_bank():
    """[bands, bins] triangles of equal area (Slaney's norm: height 2 / width in Hz)."""
    edges = band_edges_hz()
    bins_hz = np.arange(FFT_SIZE // 2 + 1) * SAMPLE_RATE_HZ / FFT_SIZE
    low, peak, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    triangles = np.maximum(0, np.minimum((bins_hz - low) / (peak - low), (high - bins_hz) / (high - peak)))
    return triangles * 2 / (high - low)


HANN = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW_LENGTH) / WINDOW_LENGTH)  # periodic
_MEL = mel_filter_bank()


def framed(samples):
    """Mono samples -> float64 [frames, 2048], a read-only view a hop apart; no frame if under 2,048 samples."""
    samples = np.ascontiguousarray(samples, np.float64)
    count = max(0, 1 + (len(samples) - WINDOW_LENGTH) // HOP_LENGTH)
    stride = samples.strides[0]
    return np.lib.stride_tricks.as_strided(samples, (count, WINDOW_LENGTH), (HOP_LENGTH * stride, stride), writeable=False)


def log_mel(samples):
    """Mono samples at 22,050 Hz -> float32 [frames, 128] in dB, at least -100; no frame if under 2,048 samples."""
    spectrum = np.fft.rfft(framed(samples) * HANN, FFT_SIZE, axis=1)
    power = spectrum.real ** 2 + spectrum.imag ** 2
    return (10 * np.log10(np.maximum(FLOOR_POWER, power @ _MEL.T))).astype(np.float32)


def normalise(windows):
    """[..., frames, bands] in dB -> the same shape: clipped 80 dB below each window's maximum, mean 0, deviation 1."""
    windows = np.asarray(windows, np.float32)
    windows = np.maximum(windows, windows.max((-2, -1), keepdims=True) - CLIP_BELOW_MAX_DB)
    centred = windows - windows.mean((-2, -1), keepdims=True)
    return centred / np.maximum(centred.std((-2, -1), keepdims=True), EPSILON)


def window_starts(frame_count):
    """First frames of all whole windows."""
    return range(0, frame_count - WINDOW_FRAMES + 1, WINDOW_HOP_FRAMES)


def model_windows(frames):
    """[frames, 128] in dB -> float32 [windows, 128, 172], normalised: the model's input without its channel axis."""
    windows = [frames[start:start + WINDOW_FRAMES] for start in window_starts(len(frames))]
    if not windows:
        return np.zeros((0, MEL_BANDS, WINDOW_FRAMES), np.float32)
    return np.ascontiguousarray(normalise(np.stack(windows)).transpose(0, 2, 1))
