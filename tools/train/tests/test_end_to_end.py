import contextlib
import io
import json
import os
import subprocess
import tempfile
import unittest
from collections import defaultdict
from pathlib import Path
from unittest import mock

import numpy as np

from tools_path import REPOSITORY
import audio
import datasets
import features
import synthesis
import train
from labels import ACTIVITIES

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

_DENSE_W, _DENSE_B = torch.eye(100, 1024), torch.zeros(100)
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


def trained(arguments):
    """Runs the command; what it said."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        assert train.main([str(word) for word in arguments]) == 0
    return said.getvalue()


class SmallTraining(unittest.TestCase):
    def test_generated_audio_becomes_a_bundle_and_resumes(self):
        few_noises = mock.patch.object(synthesis, "NOISES", ["pink-0", "hum-0"])
        with tempfile.TemporaryDirectory() as temporary, few_noises:
            folder = Path(temporary)
            make_data(folder / "data")
            (folder / "data" / "emotify" / "classical" / "2.opus").write_text("no audio")
            arguments = ["--data", str(folder / "data"), "--work", str(folder / "work"), "--out", str(folder / "livegenre-test"),
                         "--jobs", "1", "--batch", "8", "--every", "10", "--music-variants", "1", "--mixed-variants", "1", "--distant-variants", "1"]
            said = trained([*arguments, "--steps", "10"])
            self.assertRegex(said, r"left out: .*2\.opus")
            trained([*arguments, "--steps", "20"])
            steps = [json.loads(line)["step"] for line in (folder / "work" / "log.jsonl").read_text().splitlines()]
            self.assertEqual(steps, [10, 20])
            bundle = folder / "livegenre-test"
            manifest = json.loads((bundle / "manifest.json").read_text())
            self.assertEqual(manifest["id"], "livegenre-test")
            self.assertGreater((bundle / "model.onnx").stat().st_size, 1_000_000)
            self.assertGreater(manifest["metrics"]["genre"]["fullTrackWindowAccuracy"], 0)
            self.assertEqual(manifest["heads"][0]["labels"], ["classical", "disco"])
            self.assertIn("livegenre-test", (bundle / "CARD.md").read_text())
            self.assertGreater((bundle / "learning-curve.png").stat().st_size, 1000)
            self.assertEqual(len(list((bundle / "golden").glob("*.npy"))), 3)
            self.assert_rooms_are_taught_as_without(folder)

    def assert_rooms_are_taught_as_without(self, folder):
        """The copies across a room sound otherwise, last as long, and are taught what the teacher said of the clip as it is."""
        data = datasets.from_arguments(train.parse(["--data", str(folder / "data"), "--work", str(folder / "work"), "--out", "unused"]))
        counts = features.Counts(music=1, music_mixed=1, music_distant=1)
        by_source = defaultdict(list)
        for feature in train.load_features(data, folder / "work", counts):
            if feature.activity == ACTIVITIES.index("music") and feature.targets is not None:
                by_source[feature.source].append(feature)
        for plain, altered, *_, distant in by_source.values():
            np.testing.assert_array_equal(distant.targets, plain.targets)
            self.assertFalse(np.array_equal(altered.targets, plain.targets))
            self.assertEqual(len(distant.frames), len(plain.frames))
            self.assertGreater(np.abs(distant.frames - plain.frames.astype(np.float32)).mean(), 1)


class OwnLabels(unittest.TestCase):
    """What a station does: a folder per label, no teacher, one command, a model that the product takes."""

    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.folder, rng = Path(temporary.name), np.random.default_rng(1)
        for label, make in (("Morning shift", synthesis.chords), ("after dark", synthesis.drums)):
            for number in range(5):
                write(cls.folder / "music" / label / f"{number}.opus", make(6, rng))
        cls.bundle = cls.folder / "station-1"
        with mock.patch.object(synthesis, "NOISES", ["pink-0", "hum-0"]):
            cls.arguments = ["--dataset", f"folder:{cls.folder / 'music'}", "--no-teacher", "--work", cls.folder / "work",
                             "--out", cls.bundle, "--jobs", 1, "--batch", 16, "--every", 20, "--music-variants", 0]
            cls.said = trained([*cls.arguments, "--steps", 40])

    def test_labels_and_split_come_from_the_folder(self):
        manifest = json.loads((self.bundle / "manifest.json").read_text())
        self.assertEqual(manifest["heads"][0]["labels"], ["Morning shift", "after dark"])
        self.assertEqual(manifest["metrics"]["genre"]["fullTracks"], 2)
        self.assertIsNone(manifest["metrics"]["activity"]["speechFound"])
        self.assertIn("no speech", self.said)
        self.assertTrue(manifest["description"].endswith("music or noise. It has heard no speech: voices pass for one of them."))

    def test_card_says_how_to_repeat_it_and_what_it_has_not_heard(self):
        card = (self.bundle / "CARD.md").read_text()
        self.assertIn("train.py --dataset folder:music --no-teacher --work WORK --out models/station-1", card)
        self.assertIn("It has heard no speech", card)
        self.assertIn("from labels alone", card)
        self.assertNotIn("mixes of two tracks", card)

    def test_fewer_steps_than_it_has_taken_are_refused(self):
        for more in [], ["--bundle-only"]:
            with self.subTest(more), mock.patch.object(synthesis, "NOISES", ["pink-0", "hum-0"]):
                with self.assertRaisesRegex(SystemExit, "has taken 40 steps, more than --steps 30; give --steps 40 or more, or another --work"):
                    trained([*self.arguments, "--steps", 30, *more])

    def test_product_takes_the_bundle_and_knows_its_labels(self):
        program = Path(os.environ.get("LIVEGENRE_DLL", REPOSITORY / "artifacts/bin/LiveGenre.Cli/release/livegenre.dll"))
        if not program.exists():
            self.skipTest("livegenre is not built: dotnet build LiveGenre.sln -c Release")
        song = self.folder / "song.wav"
        audio.write_wav(song, synthesis.drums(9, np.random.default_rng(2)), synthesis.RATE)
        anywhere = "http://127.0.0.1:0"  # a daemon may be running on this machine
        self.run_product(program, "run", "--check", "--page", anywhere, "--grpc", anywhere, "--model", self.bundle, song)
        said = self.run_product(program, "classify", "--model", self.bundle, "--format", "json", song)
        lines = [json.loads(line) for line in said.splitlines()]
        self.assertGreaterEqual(len(lines), 3)
        self.assertIn('"after dark"', said)

    def run_product(self, program, *arguments):
        done = subprocess.run(["dotnet", program, *arguments], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout


class WrongUse(unittest.TestCase):
    def test_missing_data_is_one_clear_line(self):
        with self.assertRaisesRegex(SystemExit, "train: /no/such: no such folder"):
            train.main(["--data", "/no/such", "--work", "/no/such/work", "--out", "x"])
