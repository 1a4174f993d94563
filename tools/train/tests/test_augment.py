import unittest

import numpy as np

import tools_path  # noqa: F401
import augment
from front_end import SAMPLE_RATE_HZ, log_mel


def sine(hz, seconds=1.0):
    return np.sin(2 * np.pi * hz * np.arange(int(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ).astype(np.float32)


class Samples(unittest.TestCase):
    def test_speed_raises_pitch_and_shortens(self):
        faster = augment.change_speed(sine(1000), 1.1)
        self.assertAlmostEqual(len(faster) * 1.1 / SAMPLE_RATE_HZ, 1, delta=0.03)
        peak_hz = np.abs(np.fft.rfft(faster)).argmax() * SAMPLE_RATE_HZ / len(faster)
        self.assertAlmostEqual(peak_hz, 1100, delta=11)

    def test_codecs_keep_the_tone(self):
        for codec, (_, _, rates_kbps) in augment.CODECS.items():
            decoded = augment.coded(0.3 * sine(1000), codec, rates_kbps[0])
            self.assertAlmostEqual(len(decoded) / SAMPLE_RATE_HZ, 1, delta=0.2)
            peak_hz = np.abs(np.fft.rfft(decoded)).argmax() * SAMPLE_RATE_HZ / len(decoded)
            self.assertAlmostEqual(peak_hz, 1000, delta=3)

    def test_room_in_frames_is_that_of_samples(self):
        rng = np.random.default_rng(0)
        dry = np.concatenate([np.random.default_rng(1).standard_normal(SAMPLE_RATE_HZ), np.zeros(SAMPLE_RATE_HZ)]).astype(np.float32)
        heard = log_mel(augment.add_at_snr(augment.reverberate(dry, 0.5, 0.4, rng), rng.standard_normal(len(dry)), 20))
        frames = augment.reverberate_frames(log_mel(dry), 0.5, 0.4)
        simulated = augment.mix_frames(frames, augment.hiss_frames(len(frames), rng), 20)
        for part in (slice(5, 38), slice(46, 56), slice(66, 80)):  # the sound, its tail, the hiss
            self.assertAlmostEqual(float(simulated[part].mean()), float(heard[part].mean()), delta=1.5)

    def test_afar_keeps_the_length_and_hears_every_room_anew(self):
        rng = np.random.default_rng(0)
        first, second = augment.from_afar(sine(500), rng), augment.from_afar(sine(500), rng)
        self.assertEqual(len(first), SAMPLE_RATE_HZ)
        self.assertEqual(first.dtype, np.float32)
        self.assertGreater(augment.rms(first - second), 0.1 * augment.rms(first))

    def test_pause_leaves_the_rest_alone(self):
        frames = np.random.default_rng(0).uniform(-60, 0, (172, 128)).astype(np.float32)
        paused = augment.pause(frames, np.random.default_rng(1))
        changed = (paused != frames).all(1)
        self.assertTrue(0.25 <= changed.mean() <= 0.7)
        self.assertTrue((paused[~changed] == frames[~changed]).all())
        self.assertLess(paused[changed].max(), frames.max() - 59)

    def test_tilt_and_band_limit_have_their_gain(self):
        def change_db(hz, **kind):
            return 20 * np.log10(augment.rms(augment.equalise(sine(hz), **kind)) / augment.rms(sine(hz)))
        self.assertAlmostEqual(change_db(4000, tilt_db_per_octave=-3), -6, delta=0.05)
        self.assertAlmostEqual(change_db(1000, tilt_db_per_octave=-3), 0, delta=0.05)
        self.assertAlmostEqual(change_db(6800, high_hz=3400), -24, delta=0.1)
        self.assertAlmostEqual(change_db(1000, low_hz=300, high_hz=3400), 0, delta=0.05)

    def test_sum_lies_at_the_ratio_asked_for(self):
        music, voice = sine(500), 0.01 * sine(1700, 0.3)
        for snr_db in (-5, 15):
            added = augment.add_at_snr(music, voice, snr_db) - music
            self.assertAlmostEqual(20 * np.log10(augment.rms(music) / augment.rms(added)), snr_db, delta=0.01)

    def test_room_keeps_the_level_and_adds_a_tail(self):
        click = np.zeros(SAMPLE_RATE_HZ, np.float32)
        click[100] = 1
        wet = augment.reverberate(click, 0.5, 0.5, np.random.default_rng(0))
        self.assertAlmostEqual(augment.rms(wet) / augment.rms(click), 1, delta=0.1)
        self.assertGreater(np.abs(wet[1000:5000]).max(), 100 * np.abs(wet[20_000:]).max())

    def test_same_generator_same_situation(self):
        for seed in range(8):
            once, again = (augment.on_air(sine(700), np.random.default_rng(seed)) for _ in range(2))
            np.testing.assert_array_equal(once, again)
            self.assertTrue(np.all(np.isfinite(once)))


class Frames(unittest.TestCase):
    def test_mixed_powers_are_close_to_mixed_samples(self):
        rng = np.random.default_rng(0)
        a, b = rng.standard_normal((2, SAMPLE_RATE_HZ)) * 0.1
        of_samples = log_mel(augment.add_at_snr(a, b, 3))
        of_frames = augment.mix_frames(log_mel(a), log_mel(b), 3)
        self.assertLess(abs(float((of_samples - of_frames).mean())), 0.5)

    def test_cut_of_short_material_repeats_it(self):
        frames = np.arange(5)[:, None] * np.ones(128)
        cut, start = augment.take_frames(frames, 12, np.random.default_rng(0))
        np.testing.assert_array_equal(cut[:, 0], (start + np.arange(12)) % 5)
        cut, start = augment.take_frames(frames, 3, np.random.default_rng(0))
        np.testing.assert_array_equal(cut[:, 0], start + np.arange(3))

    def test_masks_are_whole_stripes_within_their_widths(self):
        seen = 0
        for seed in range(20):
            masked = augment.mask(np.ones((172, 128), np.float32), np.random.default_rng(seed), frames=10, bands=6)
            rows, columns = np.all(masked == 0, 1), np.all(masked == 0, 0)
            self.assertLessEqual(rows.sum(), 20)
            self.assertLessEqual(columns.sum(), 12)
            self.assertTrue(np.all(masked[~rows][:, ~columns] == 1))
            seen += rows.any() and columns.any()
        self.assertGreater(seen, 0)

    def test_treble_falls_to_the_floor(self):
        cut = augment.cut_treble(np.zeros((4, 128), np.float32), 4000)
        self.assertTrue(np.all(cut[:, :60] == 0) and np.all(cut[:, -20:] == -100))
