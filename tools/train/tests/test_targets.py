import unittest

import numpy as np

import tools_path  # noqa: F401
from clips import Clip
from labels import GENRES
from network import EMBEDDING
from targets import Targets


class Fitted(unittest.TestCase):
    def test_labelled_sources_are_judged_by_a_classifier_that_has_not_seen_them(self):
        rng = np.random.default_rng(0)
        names = [("blues", n) for n in range(10)] + [("metal", n) for n in range(10)]
        clips = [Clip(f"{genre}.{n}", "gtzan", "x", "train", "music", genre) for genre, n in names]
        hidden = rng.random((20, 1024))  # twenty dimensions that patches differ in
        patches = [rng.random((30, 20)) @ hidden + (genre == "metal") * 5 * hidden[0] for genre, _ in names]
        clips[0] = Clip("blues.0", "gtzan", "x", "train", "music", "metal")  # a wrong label
        targets = Targets(clips, patches)
        of_first = targets.of(clips[0], patches[0])
        self.assertEqual(of_first.shape, (30, EMBEDDING + len(GENRES)))
        self.assertEqual(GENRES[of_first[:, EMBEDDING:].mean(0).argmax()], "blues")
        everything = np.concatenate([targets.of(c, p)[:, :EMBEDDING] for c, p in zip(clips, patches)])
        self.assertAlmostEqual(float(everything.var(0).mean()), 1, delta=0.15)
