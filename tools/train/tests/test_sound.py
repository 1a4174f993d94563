import tempfile
import unittest
import warnings
from pathlib import Path

import numpy as np
import torch

import tools_path  # noqa: F401
import sound
from export import write_onnx
from network import GenreNetwork


def recordings(between, within, count=600, windows=12, seed=0):
    """Windows [12, d] of recordings that lie `between` apart and scatter by `within`, turned and moved at random."""
    rng = np.random.default_rng(seed)
    turn, centre = np.linalg.qr(rng.standard_normal((len(between), len(between))))[0], rng.standard_normal(len(between))
    return [(rng.standard_normal(len(between)) * np.sqrt(between)
             + rng.standard_normal((windows, len(between))) * np.sqrt(within)) @ turn + centre for _ in range(count)]


class Fit(unittest.TestCase):
    def setUp(self):
        self.between = np.concatenate([[80, 40], np.full(78, 4.0)])
        self.within = np.full(80, 2.0)
        self.view = sound.fit(recordings(self.between, self.within))

    def test_finds_how_far_recordings_lie_apart(self):
        self.assertEqual(self.view.between.shape, (sound.DIRECTIONS,))
        np.testing.assert_allclose(self.view.between[:2], [80 / 4, 40 / 4], rtol=0.2)  # twice the scatter is allowed for

    def test_windows_of_one_recording_scatter_alike_and_by_half_of_what_is_allowed_for(self):
        unseen = recordings(self.between, self.within)
        seen = [(group - self.view.centre) @ self.view.directions for group in unseen]
        within = np.mean([np.cov(group.T) for group in seen], 0)
        np.testing.assert_allclose(within, 0.5 * np.eye(sound.DIRECTIONS), atol=0.15)
        self.assertLess(abs(np.mean([group.mean(0)[0] for group in seen])), 0.3)

    def test_directions_that_tell_nothing_are_left_out(self):
        view = sound.fit(recordings(np.concatenate([[50, 20, 5], np.zeros(77)]), np.ones(80)))
        self.assertGreater(view.between.min(), 0)  # the daemon takes no other
        self.assertLess(len(view.between), sound.DIRECTIONS)
        self.assertEqual((view.directions.shape, view.layer().out_features), ((80, len(view.between)), len(view.between)))

    def test_recordings_that_sound_alike_give_no_view(self):
        one = recordings(np.ones(80), np.ones(80), count=1)[0]
        self.assertIsNone(sound.fit([one] * 600))

    def test_few_recordings_give_no_view(self):
        self.assertIsNone(sound.fit(recordings(self.between, self.within, count=100)))


def fluctuation(x):
    """Log power of x [n, ranges, 172] at its first 43 rates above zero, by NumPy's transform."""
    spectrum = np.fft.rfft((x - x.mean(2, keepdims=True)) * np.hanning(172), axis=2)[:, :, 1:44]
    return np.log(np.abs(spectrum) ** 2 + 0.01).reshape(len(x), -1)


class Heard(unittest.TestCase):
    def test_is_the_mean_spectrum_and_the_fluctuation_of_sixteen_ranges_and_of_their_rises(self):
        mel = np.random.default_rng(0).standard_normal((3, 128, 172)).astype(np.float32)
        ranges = mel.reshape(3, 16, 8, 172).mean(2)
        rises = np.maximum(np.diff(ranges, axis=2, prepend=ranges[:, :, :1]), 0)
        expected = np.concatenate([mel.mean(2), fluctuation(ranges), fluctuation(rises)], 1)
        heard = sound.heard(torch.from_numpy(mel[:, None])).numpy()
        self.assertEqual(heard.shape, (3, sound.SIZE))
        np.testing.assert_allclose(heard, expected, atol=1e-3)

    def test_a_beat_shows_at_its_rate_alone(self):
        times = np.arange(172) * 512 / 22_050
        mel = np.tile(np.sin(2 * np.pi * 2.0 * times), (128, 1)).astype(np.float32)  # 120 beats a minute
        ranges = sound.heard(torch.from_numpy(mel)[None, None])[0, 128:128 + 16 * 43].reshape(16, 43).numpy()
        self.assertTrue((ranges.argmax(1) == 7).all())  # the eighth rate: 8 times in 4 s
        self.assertGreater(ranges[0, 7], ranges[0, 20] + 5)

    def test_a_window_of_another_length_has_as_many_values(self):
        for frames in (86, 172, 300):
            self.assertEqual(sound.heard(torch.zeros(2, 1, 128, frames)).shape, (2, sound.SIZE))


class WithSound(unittest.TestCase):
    def test_third_output_is_the_view_of_what_is_heard(self):
        torch.manual_seed(0)
        network, rng = GenreNetwork().eval(), np.random.default_rng(0)
        view = sound.SoundView(rng.standard_normal(sound.SIZE), rng.standard_normal((sound.SIZE, sound.DIRECTIONS)), np.ones(sound.DIRECTIONS))
        mel = torch.randn(3, 1, 128, 172)
        with torch.no_grad():
            outputs, heads = sound.WithSound(network, view)(mel), network(mel)
        for output, head in zip(outputs, heads):
            self.assertTrue(torch.equal(output, head))
        np.testing.assert_allclose(outputs[2].numpy(), (sound.heard(mel).numpy() - view.centre) @ view.directions, atol=1e-2)

    def test_exported_model_names_the_output(self):
        view = sound.SoundView(np.zeros(sound.SIZE), np.ones((sound.SIZE, sound.DIRECTIONS)), np.ones(sound.DIRECTIONS))
        with tempfile.TemporaryDirectory() as temporary, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            plain, seeing = (Path(temporary) / name for name in ("plain.onnx", "seeing.onnx"))
            write_onnx(GenreNetwork(), plain)
            write_onnx(GenreNetwork(), seeing, view)
            self.assertNotIn(b"sound", plain.read_bytes())
            self.assertIn(b"sound", seeing.read_bytes())


if __name__ == "__main__":
    unittest.main()
