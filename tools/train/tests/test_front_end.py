import unittest

import numpy as np

import tools_path  # noqa: F401
import front_end


def frame_by_definition(samples, index):
    """One frame with plain sums: taper, DFT, triangles, decibels."""
    n = np.arange(2048)
    piece = samples[512 * index:512 * index + 2048] * (0.5 - 0.5 * np.cos(2 * np.pi * n / 2048))
    bins = np.arange(1025)
    power = np.abs(np.exp(-2j * np.pi * np.outer(bins, n) / 2048) @ piece) ** 2
    edges = front_end.band_edges_hz()
    out = np.zeros(128)
    for band in range(128):
        low, peak, high = edges[band:band + 3]
        for k, hz in enumerate(bins * 22_050 / 2048):
            rising, falling = (hz - low) / (peak - low), (high - hz) / (high - peak)
            out[band] += max(0.0, min(rising, falling)) * 2 / (high - low) * power[k]
    return 10 * np.log10(np.maximum(1e-10, out))


class LogMel(unittest.TestCase):
    def test_noise_matches_definition(self):
        samples = np.random.default_rng(1).standard_normal(2048 + 5 * 512) * 0.1
        frames = front_end.log_mel(samples)
        self.assertEqual(frames.shape, (6, 128))
        for index in (0, 5):
            np.testing.assert_allclose(frames[index], frame_by_definition(samples, index), atol=1e-4)

    def test_one_sample_short_gives_no_frame(self):
        self.assertEqual(len(front_end.log_mel(np.zeros(2047))), 0)
        self.assertEqual(len(front_end.log_mel(np.zeros(2048))), 1)

    def test_silence_is_the_floor(self):
        self.assertTrue(np.all(front_end.log_mel(np.zeros(4096)) == -100))

    def test_sine_peaks_in_its_band(self):
        for hz in (110, 1000, 5000):
            band = front_end.log_mel(np.sin(2 * np.pi * hz * np.arange(8192) / 22_050))[2].argmax()
            edges = front_end.band_edges_hz()
            self.assertTrue(edges[band] <= hz <= edges[band + 2], f"{hz} Hz in band {band}")

    def test_slaney_scale_has_its_published_points(self):
        np.testing.assert_allclose(front_end.hz_to_mel([0, 500, 1000, 6400]), [0, 7.5, 15, 42])
        np.testing.assert_allclose(front_end.mel_to_hz([0, 7.5, 15, 42]), [0, 500, 1000, 6400])


class Normalise(unittest.TestCase):
    def test_gain_and_reach_do_not_matter(self):
        window = np.random.default_rng(2).uniform(-90, 10, (172, 128))
        normalised = front_end.normalise(window)
        self.assertAlmostEqual(float(normalised.mean()), 0, places=5)
        self.assertAlmostEqual(float(normalised.std()), 1, places=4)
        np.testing.assert_allclose(front_end.normalise(window + 17), normalised, atol=1e-4)
        lower = np.where(window < window.max() - 80, -500, window)
        np.testing.assert_allclose(front_end.normalise(lower), normalised, atol=1e-5)

    def test_flat_window_is_zero(self):
        self.assertTrue(np.all(front_end.normalise(np.full((172, 128), -100.0)) == 0))

    def test_windows_start_every_86_frames(self):
        frames = np.random.default_rng(3).uniform(-60, 0, (172 + 86 + 85, 128)).astype(np.float32)
        windows = front_end.model_windows(frames)
        self.assertEqual(windows.shape, (2, 128, 172))
        np.testing.assert_array_equal(windows[1], front_end.normalise(frames[86:258]).T)
        self.assertEqual(len(front_end.model_windows(frames[:171])), 0)
