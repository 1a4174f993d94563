import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

import tools_path  # noqa: F401
from batches import MUSIC, NOISE, Batches, Feature
from clips import DataError
from distil import Training
from network import TEACHER_VIEW


def feature(source, activity, genre=-1):
    rng = np.random.default_rng([*source.encode()])
    return Feature(source, activity, genre, rng.uniform(-60, 0, (200, 128)).astype(np.float16), None)


class Checkpoint(unittest.TestCase):
    def test_checkpoint_of_other_labels_is_refused_by_name(self):
        batches = Batches([feature("a", MUSIC, 0), feature("b", MUSIC, 1), feature("rain", NOISE)], 4, 0, genres=2)
        with tempfile.TemporaryDirectory() as work:
            first = Training(work, 0, ["oper", "polka"])
            first.run(batches, 1, 1, lambda network: {})
            self.assertEqual(first.network(torch.zeros(1, 1, 128, 172))[0].shape, (1, 2))
            self.assertEqual(Training(work, 0, ["oper", "polka"]).step, 1)
            with self.assertRaisesRegex(DataError, "has learned oper, polka; the data has oper, rock"):
                Training(work, 0, ["oper", "rock"])

    def test_share_of_each_genre_in_training_is_divided_out(self):
        heard = np.random.default_rng(1).uniform(-60, 0, (200, 128)).astype(np.float16)
        says_polka = np.zeros((9, TEACHER_VIEW + 2), np.float32)
        says_polka[:, TEACHER_VIEW:] = -3, 3
        batches = Batches([Feature("a", MUSIC, 0, heard, None), Feature("b", MUSIC, 1, heard, None),
                           Feature("c", MUSIC, -1, heard, says_polka)], 64, 0, genres=2)
        with tempfile.TemporaryDirectory() as work:
            Training(work, 0, ["oper", "polka"]).run(batches, 2, 1, lambda network: {})
            training = Training(work, 0, ["oper", "polka"])
            share = training.genre_seen / training.genre_seen.sum()
            self.assertTrue(0.65 < share[1] < 0.85)  # half of the music is without a label, and polka to the teacher
            mel = torch.from_numpy(batches[0].mel)
            with torch.no_grad():
                met, even = (network.eval()(mel)[0].softmax(1) for network in (training.averaged, training.balanced()))
            expected = met / share
            np.testing.assert_allclose(even, expected / expected.sum(1, keepdim=True), atol=1e-5)

    def test_checkpoint_of_another_network_is_refused_in_one_sentence(self):
        batches = Batches([feature("a", MUSIC, 0), feature("b", MUSIC, 1)], 4, 0, genres=2)
        with tempfile.TemporaryDirectory() as work:
            Training(work, 0, ["oper", "polka"]).run(batches, 1, 1, lambda network: {})
            file = Path(work) / "checkpoint.pt"
            state = torch.load(file)
            state["network"] = {name.replace("filter", "kernel"): value for name, value in state["network"].items()}
            torch.save(state, file)
            with self.assertRaisesRegex(DataError, "is of another network, of an earlier version perhaps; give another --work"):
                Training(work, 0, ["oper", "polka"])
