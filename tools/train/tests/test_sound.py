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
        self.between = np.concatenate([[50, 20], np.full(78, 0.5)])
        self.within = np.concatenate([[2, 5], np.full(78, 1.0)])
        self.view = sound.fit(recordings(self.between, self.within))

    def test_finds_how_far_recordings_lie_apart(self):
        self.assertEqual(self.view.between.shape, (sound.DIRECTIONS,))
        np.testing.assert_allclose(self.view.between[:2], [50 / 2, 20 / 5], rtol=0.15)

    def test_windows_of_one_recording_scatter_alike(self):
        unseen = recordings(self.between, self.within)
        seen = [(group - self.view.centre) @ self.view.directions for group in unseen]
        within = np.mean([np.cov(group.T) for group in seen], 0)
        np.testing.assert_allclose(within, np.eye(sound.DIRECTIONS), atol=0.1)
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


class WithSound(unittest.TestCase):
    def test_third_output_is_the_view_of_what_the_heads_read_and_of_the_mean_spectrum(self):
        torch.manual_seed(0)
        network, rng = GenreNetwork().eval(), np.random.default_rng(0)
        view = sound.SoundView(rng.standard_normal(640), rng.standard_normal((640, sound.DIRECTIONS)), np.ones(sound.DIRECTIONS))
        mel = torch.randn(3, 1, 128, 172)
        with torch.no_grad():
            outputs, heads = sound.WithSound(network, view)(mel), network(mel)
            steps = network.steps(mel)
        for output, head in zip(outputs, heads):
            self.assertTrue(torch.equal(output, head))
        heard = np.concatenate([steps.numpy().mean(2), steps.numpy().max(2), mel.numpy()[:, 0].mean(2)], 1)
        np.testing.assert_allclose(outputs[2].numpy(), (heard - view.centre) @ view.directions, atol=1e-3)

    def test_exported_model_names_the_output(self):
        view = sound.SoundView(np.zeros(640), np.ones((640, sound.DIRECTIONS)), np.ones(sound.DIRECTIONS))
        with tempfile.TemporaryDirectory() as temporary, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            plain, seeing = (Path(temporary) / name for name in ("plain.onnx", "seeing.onnx"))
            write_onnx(GenreNetwork(), plain)
            write_onnx(GenreNetwork(), seeing, view)
            self.assertNotIn(b"sound", plain.read_bytes())
            self.assertIn(b"sound", seeing.read_bytes())


if __name__ == "__main__":
    unittest.main()
