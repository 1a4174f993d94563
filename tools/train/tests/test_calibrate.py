import unittest

import numpy as np

import tools_path  # noqa: F401
from calibrate import expected_calibration_error, fit_temperature, softmax


class Temperature(unittest.TestCase):
    def setUp(self):
        rng = np.random.default_rng(0)
        self.logits = rng.standard_normal((20_000, 5)) * 2
        draws = rng.random((len(self.logits), 1))
        self.labels = (softmax(self.logits).cumsum(1) < draws).sum(1).clip(max=4)

    def test_finds_the_factor_that_logits_were_scaled_by(self):
        self.assertAlmostEqual(fit_temperature(self.logits * 2.5, self.labels), 2.5, delta=0.1)

    def test_error_is_small_when_calibrated_and_large_when_sure(self):
        self.assertLess(expected_calibration_error(softmax(self.logits), self.labels), 0.015)
        self.assertGreater(expected_calibration_error(softmax(self.logits * 4), self.labels), 0.1)

    def test_always_sure_and_never_right_is_one(self):
        posteriors = np.tile([1.0, 0.0], (10, 1))
        self.assertAlmostEqual(expected_calibration_error(posteriors, np.ones(10, int)), 1)
