import unittest

import numpy as np

import tools_path  # noqa: F401
from datasets import Clip
from labels import GENRES
from network import EMBEDDING
from targets import Targets, patches_within


class Patches(unittest.TestCase):
    def test_first_four_seconds(self):  # patch n covers 0.48 n to 0.48 n + 0.96 s
        self.assertEqual(patches_within(0.0, 4.06, 62), slice(0, 7))

    def test_later_window_takes_later_patches(self):
        part = patches_within(10.0, 14.06, 62)
        middles = 0.48 * np.arange(part.start, part.stop) + 0.48
        self.assertTrue(10.24 <= middles[0] < 10.72 and 13.34 < middles[-1] <= 13.82)

    def test_there_is_always_one(self):
        self.assertEqual(patches_within(50.0, 54.0, 3), slice(2, 3))
        self.assertEqual(patches_within(0.0, 0.2, 3), slice(0, 1))


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
