import contextlib
import io
import json
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np

import tools_path
import audio
import synthesis
import train

TEACHER = '''
"""Stands in for YAMNet: the means of 64 coarse bands, spread over 1,024 values."""
import numpy as np
import torch

def log_mel(samples):
    count = 1 + (len(samples) - 400) // 160
    frames = np.stack([samples[160 * n:160 * n + 400] for n in range(count)])
    return np.log(np.abs(np.fft.rfft(frames, 512))[:, 1:257].reshape(count, 64, 4).mean(2) + 1e-3).astype(np.float32)

def network(patches):
    bands = patches.mean((1, 2)) + 7
    return torch.relu(bands.repeat_interleave(16, 1) * torch.linspace(0.5, 1.5, 1024)), None
'''


def write(path, samples):
    path.parent.mkdir(parents=True, exist_ok=True)
    wav = path.with_suffix(".wav")
    audio.write_wav(wav, samples, synthesis.RATE)
    subprocess.run(["ffmpeg", "-v", "error", "-i", wav, "-c:a", "libopus", "-b:a", "48k", path], check=True)
    wav.unlink()


def make_data(folder):
    """A research folder of generated audio: chords are classical, drums are disco."""
    rng = np.random.default_rng(0)
    makers = {"classical": synthesis.chords, "disco": synthesis.drums}
    for genre, make in makers.items():
        for number, part in enumerate(["train", "train", "valid"]):
            write(folder / "gtzan" / part / genre / f"{genre}.{number:05}.opus", make(9, rng))
        write(folder / "gtzan-short" / "train" / genre / f"{genre}.00010.opus", make(2.5, rng))
    write(folder / "gtzan-short" / "valid" / "disco" / "disco.00011.opus", synthesis.drums(2.5, rng))
    write(folder / "emotify" / "classical" / "1.opus", synthesis.chords(6, rng))
    for number in (0, 41):
        write(folder / "speech" / "english" / f"{number:03}.opus", synthesis.sweep(9, 200, 3000))
    for fold in (1, 5):
        write(folder / "noise" / "rain" / f"{fold}-{fold}00-A.opus", synthesis.coloured(5 * synthesis.RATE, 0, rng))
    (folder / "gtzan-3s").mkdir()
    for part, number in (("train", 20), ("valid", 21)):
        np.savez(folder / "gtzan-3s" / f"{part}.npz", **{f"disco.{number:05}": rng.standard_normal((128, 130)).astype(np.float16)})
    (folder / "teacher").mkdir()
    (folder / "teacher" / "yamnet_teacher.py").write_text(TEACHER)


class SmallTraining(unittest.TestCase):
    def test_generated_audio_becomes_a_bundle_and_resumes(self):
        few_noises = mock.patch.object(synthesis, "NOISES", ["pink-0", "hum-0"])
        with tempfile.TemporaryDirectory() as temporary, few_noises:
            folder = Path(temporary)
            make_data(folder / "data")
            (folder / "data" / "emotify" / "classical" / "2.opus").write_text("no audio")
            arguments = ["--data", str(folder / "data"), "--work", str(folder / "work"), "--out", str(folder / "livegenre-test"),
                         "--jobs", "1", "--batch", "8", "--every", "10", "--music-variants", "1", "--mixed-variants", "1"]
            said = self.trained([*arguments, "--steps", "10"])
            self.assertRegex(said, r"left out: .*2\.opus")
            self.trained([*arguments, "--steps", "20"])
            steps = [json.loads(line)["step"] for line in (folder / "work" / "log.jsonl").read_text().splitlines()]
            self.assertEqual(steps, [10, 20])
            bundle = folder / "livegenre-test"
            manifest = json.loads((bundle / "manifest.json").read_text())
            self.assertEqual(manifest["id"], "livegenre-test")
            self.assertGreater((bundle / "model.onnx").stat().st_size, 1_000_000)
            self.assertGreater(manifest["metrics"]["genre"]["fullTrackWindowAccuracy"], 0)
            self.assertIn("livegenre-test", (bundle / "CARD.md").read_text())
            self.assertEqual(len(list((bundle / "golden").glob("*.npy"))), 3)

    def trained(self, arguments):
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
            self.assertEqual(train.main(arguments), 0)
        return said.getvalue()


class WrongUse(unittest.TestCase):
    def test_missing_data_is_one_clear_line(self):
        with self.assertRaisesRegex(SystemExit, "train: /no/such: no such folder"):
            train.main(["--data", "/no/such", "--work", "/no/such/work", "--out", "x"])
