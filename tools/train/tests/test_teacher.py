import unittest

import numpy as np

import tools_path  # noqa: F401
from teacher import patches_within


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
