import unittest

import numpy as np

import tools_path  # noqa: F401
import conditions
import descriptors
from front_end import SAMPLE_RATE_HZ, log_mel

CENTROID, BANDWIDTH, CROSSINGS = descriptors.CEPSTRA, descriptors.CEPSTRA + 1, descriptors.CEPSTRA + 2
CONTRAST = descriptors.CEPSTRA + 3


def sine(hz, seconds=2.0):
    return 0.5 * np.sin(2 * np.pi * hz * np.arange(int(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ)


def rows_of(samples):
    return descriptors.of_frames(samples, log_mel(samples))


class OfFrames(unittest.TestCase):
    def test_sine_lies_where_it_sounds(self):
        rows = rows_of(sine(1000))
        self.assertEqual(rows.shape[1], descriptors.COUNT)
        self.assertAlmostEqual(rows[:, CENTROID].mean(), 1000, delta=10)
        self.assertAlmostEqual(rows[:, CROSSINGS].mean(), 2 * 1000 / SAMPLE_RATE_HZ, delta=0.002)

    def test_noise_is_wide_and_a_sine_is_narrow(self):
        noise = rows_of(0.1 * np.random.default_rng(0).standard_normal(SAMPLE_RATE_HZ))
        self.assertGreater(noise[:, BANDWIDTH].mean(), 2500)
        self.assertLess(rows_of(sine(1000))[:, BANDWIDTH].mean(), 200)

    def test_contrast_is_high_in_the_band_of_the_sine_and_low_in_noise(self):
        band = CONTRAST + 3  # 800 to 1,600 Hz
        noise = rows_of(0.1 * np.random.default_rng(0).standard_normal(SAMPLE_RATE_HZ))
        self.assertGreater(rows_of(sine(1000))[:, band].mean(), 60)
        self.assertLess(noise[:, band].mean(), 40)

    def test_cepstra_are_the_cosine_transform_of_the_mel(self):
        mel = log_mel(sine(440))
        by_definition = [2 * np.sum(mel[0] * np.cos(np.pi * k * (2 * np.arange(128) + 1) / 256)) for k in range(20)]
        by_definition *= np.where(np.arange(20) == 0, np.sqrt(1 / 512), np.sqrt(1 / 256))
        np.testing.assert_allclose(descriptors.of_frames(sine(440), mel)[0, :20], by_definition, rtol=1e-4, atol=1e-3)

    def test_window_is_mean_and_variance(self):
        window = descriptors.of_window(np.array([[1.0, 5.0], [3.0, 5.0]]))
        np.testing.assert_array_equal(window, [2, 5, 1, 0])


class Conditions(unittest.TestCase):
    def test_mp3_keeps_length_and_tone(self):
        tone = sine(1000).astype(np.float32)
        through = conditions.CONDITIONS["mp3-64k"](tone)
        self.assertEqual(len(through), len(tone))
        peak_hz = np.abs(np.fft.rfft(through)).argmax() * SAMPLE_RATE_HZ / len(through)
        self.assertAlmostEqual(peak_hz, 1000, delta=1)
        self.assertFalse(np.array_equal(through, tone))

    def test_room_adds_a_tail_hiss_and_a_band_and_is_the_same_room_again(self):
        burst = np.concatenate([sine(1000, 0.5), np.zeros(SAMPLE_RATE_HZ)])
        once, again = (conditions.room(burst) for _ in range(2))
        np.testing.assert_array_equal(once, again)
        after = once[int(0.55 * SAMPLE_RATE_HZ):int(0.65 * SAMPLE_RATE_HZ)]
        late = once[int(1.2 * SAMPLE_RATE_HZ):]
        self.assertGreater(np.std(after), 2 * np.std(late))  # the tail has gone, the hiss stays
        self.assertGreater(np.std(late), 0)
        spectrum, hz = np.abs(np.fft.rfft(late * np.hanning(len(late)))), np.fft.rfftfreq(len(late), 1 / SAMPLE_RATE_HZ)
        inside, below = spectrum[(hz > 500) & (hz < 4000)].mean(), spectrum[(hz > 5) & (hz < 30)].mean()
        self.assertLess(below, 0.1 * inside)
