import hashlib
import json
import unittest

import numpy as np

import tools_path
import audio
import front_end
from labels import ACTIVITIES, GENRES

BUNDLES = sorted(path.parent for path in tools_path.MODELS.glob("*/manifest.json"))


class Golden(unittest.TestCase):
    """Every bundle of models/ agrees with these tools."""

    def test_mel_is_reproduced(self):
        for bundle in BUNDLES:
            for wav in sorted((bundle / "golden").glob("*.wav")):
                with self.subTest(f"{bundle.name}/{wav.name}"):
                    samples, rate_hz = audio.read_wav(wav)
                    self.assertEqual(rate_hz, front_end.SAMPLE_RATE_HZ)
                    expected = np.load(wav.with_suffix(".mel.npy"))
                    self.assertEqual(expected.dtype, np.float32)
                    np.testing.assert_allclose(front_end.model_windows(front_end.log_mel(samples)), expected, atol=1e-5)

    def test_posteriors_cover_every_window_and_label(self):
        for bundle in BUNDLES:
            for file in sorted((bundle / "golden").glob("*.json")):
                with self.subTest(f"{bundle.name}/{file.name}"):
                    windows = json.loads(file.read_text())["windows"]
                    self.assertEqual(len(windows), len(np.load(file.with_suffix(".mel.npy"))))
                    for n, window in enumerate(windows):
                        self.assertEqual(window["start_sample"], n * 86 * 512)
                        for head, labels in (("genre", GENRES), ("activity", ACTIVITIES)):
                            self.assertEqual(len(window[head]), len(labels))
                            self.assertAlmostEqual(sum(window[head]), 1, places=4)

    def test_manifest_names_its_model(self):
        for bundle in BUNDLES:
            with self.subTest(bundle.name):
                manifest = json.loads((bundle / "manifest.json").read_text())
                model = (bundle / manifest["model"]["file"]).read_bytes()
                self.assertEqual(manifest["id"], bundle.name)
                self.assertEqual(manifest["model"]["sha256"], hashlib.sha256(model).hexdigest())
                self.assertEqual([head["labels"] for head in manifest["heads"]], [GENRES, ACTIVITIES])
