"""The hand-made features of the literature, a row a frame, on the grid of front_end's frames.

Definitions are librosa's (mfcc, spectral_centroid, spectral_bandwidth, zero_crossing_rate, spectral_contrast), except
that frames are not centred.
"""
import numpy as np
from scipy import fft

import front_end

CEPSTRA = 20
CONTRAST_EDGES_HZ = (0, 200, 400, 800, 1600, 3200, 6400, front_end.SAMPLE_RATE_HZ / 2)
COUNT = CEPSTRA + 3 + len(CONTRAST_EDGES_HZ) - 1  # with centroid, bandwidth and zero crossings
_EXTREMES = 0.02  # of a band's bins make its peak, and as many its valley
_BINS_HZ = np.arange(front_end.FFT_SIZE // 2 + 1) * front_end.SAMPLE_RATE_HZ / front_end.FFT_SIZE


def _contrast(magnitude):
    """[frames, bins] -> [frames, 7]: how far the strongest bins of a band stand above its weakest, in dB."""
    columns = []
    for low_hz, high_hz in zip(CONTRAST_EDGES_HZ, CONTRAST_EDGES_HZ[1:]):
        band = np.sort(magnitude[:, (_BINS_HZ >= low_hz) & (_BINS_HZ <= high_hz)], 1)
        count = max(1, round(_EXTREMES * band.shape[1]))
        valley, peak = band[:, :count].mean(1), band[:, -count:].mean(1)
        columns.append(20 * np.log10(np.maximum(peak, 1e-5) / np.maximum(valley, 1e-5)))
    return np.stack(columns, 1)


def of_frames(samples, log_mel):
    """Mono samples and their log-mel [frames, 128] -> float32 [frames, 30]."""
    frames = front_end.framed(samples)
    magnitude = np.abs(np.fft.rfft(frames * front_end.HANN, axis=1))
    total = np.maximum(magnitude.sum(1), 1e-10)
    centroid_hz = magnitude @ _BINS_HZ / total
    spread = (_BINS_HZ - centroid_hz[:, None]) ** 2
    bandwidth_hz = np.sqrt((magnitude * spread).sum(1) / total)
    crossings = np.mean(np.signbit(frames[:, 1:]) != np.signbit(frames[:, :-1]), 1)
    cepstra = fft.dct(log_mel.astype(np.float64), axis=1, norm="ortho")[:, :CEPSTRA]
    return np.concatenate([cepstra, np.stack([centroid_hz, bandwidth_hz, crossings], 1), _contrast(magnitude)],
                          1).astype(np.float32)


def of_window(rows):
    """[frames, 30] -> [60]: mean and variance of each over the window."""
    return np.concatenate([rows.mean(0), rows.var(0)])
