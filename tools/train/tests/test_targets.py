import unittest

import numpy as np

import tools_path  # noqa: F401
from clips import Clip
from labels import GENRES
from network import EMBEDDING, TEACHER_VIEW
from targets import Targets, first_frame, last_patch


class Patches(unittest.TestCase):
    def test_windows_start_with_a_patch_and_end_within_the_frames(self):
        self.assertEqual([first_frame(patch) for patch in (0, 1, 3, 54)], [0, 21, 62, 1116])
        for frame_count in (172, 192, 193, 1292):
            last = last_patch(frame_count, 172)
            self.assertLessEqual(first_frame(last) + 172, frame_count)
            self.assertGreater(first_frame(last + 1) + 172, frame_count)


class Fitted(unittest.TestCase):
    def test_labelled_sources_are_judged_by_a_classifier_that_has_not_seen_them(self):
        rng = np.random.default_rng(0)
        names = [("blues", n) for n in range(10)] + [("metal", n) for n in range(10)]
        clips = [Clip(f"{genre}.{n}", "gtzan", "x", "train", "music", genre) for genre, n in names]
        hidden = rng.random((20, 1024))  # twenty dimensions that patches differ in
        patches = [rng.random((30, 20)) @ hidden + (genre == "metal") * 5 * hidden[0] for genre, _ in names]
        clips[0] = Clip("blues.0", "gtzan", "x", "train", "music", "metal")  # a wrong label
        audio_set = rng.standard_normal((100, 1024)) / 100, np.zeros(100)
        targets = Targets(clips, patches, audio_set)
        of_first = targets.of(clips[0], patches[0])
        self.assertEqual(of_first.shape, (30, TEACHER_VIEW + len(GENRES)))
        self.assertEqual(GENRES[of_first[:, TEACHER_VIEW:].mean(0).argmax()], "blues")
        everything = np.concatenate([targets.of(c, p)[:, :EMBEDDING] for c, p in zip(clips, patches)])
        self.assertAlmostEqual(float(everything.var(0).mean()), 1, delta=0.15)
        scores = np.concatenate([targets.of(c, p)[:, EMBEDDING:TEACHER_VIEW] for c, p in zip(clips, patches)])
        self.assertAlmostEqual(float(scores.var(0).mean()), 1, delta=0.15)
