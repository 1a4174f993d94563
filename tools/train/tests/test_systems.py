import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

import tools_path  # noqa: F401
import cost
import descriptors
import fitting
from comparison import Row, among, arranged, mean_of, measured, shuffled
from literature import NETWORKS
from tables import Tables
from views import DESCRIPTORS, EMBEDDING, MEL, Windows

READ_WITHOUT_AUDIO = {MEL}


def windows(tracks=6, each=4, genres=2, seed=0):
    """Windows whose genre is plain to see: every view is offset by it. The last track is only a mel clip."""
    rng = np.random.default_rng(seed)
    source = np.repeat([f"track {n}" for n in range(tracks)], each)
    genre = np.repeat(np.arange(tracks) % genres, each)
    shapes = {MEL: (128, 172), DESCRIPTORS: (2 * descriptors.COUNT,), EMBEDDING: (2048,)}
    views = {}
    for view, shape in shapes.items():
        offsets = rng.standard_normal((genres, *shape))
        views[view] = (rng.standard_normal((len(source), *shape)) * 0.3 + offsets[genre]).astype(np.float32)
        if view not in READ_WITHOUT_AUDIO:
            views[view][-each:] = np.nan
    full = np.arange(len(source)) < len(source) - each
    return Windows(views, source, genre, full, np.full(len(source), 172))


class Systems(unittest.TestCase):
    def test_every_system_learns_what_is_plain_and_leaves_out_what_it_cannot_read(self):
        some = windows()
        with tempfile.TemporaryDirectory() as folder:
            for name, network in NETWORKS.items():
                with self.subTest(name):
                    torch.manual_seed(0)
                    trained = fitting.train(network(2), some, 12, 0, Path(folder) / f"{name}.pt", name)
                    found = fitting.posteriors(trained, some, 2)
                    readable = ~np.isnan(found[:, 0])
                    self.assertEqual(readable.sum(), 24 if network.view == MEL else 20)
                    self.assertGreater(np.mean(found[readable].argmax(1) == some.genre[readable]), 0.9)

    def test_what_has_been_trained_is_taken_as_it_is(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "ann.pt"
            first = fitting.train(NETWORKS["ann"](2), windows(), 3, 0, file, "ann")
            again = fitting.train(NETWORKS["ann"](2), windows(seed=1), 3, 1, file, "ann")
            for one, other in zip(first.state_dict().values(), again.state_dict().values()):
                self.assertTrue(torch.equal(one, other))

    def test_multiply_adds_are_those_of_the_layers(self):
        width = 2 * descriptors.COUNT
        self.assertEqual(cost.multiply_adds(NETWORKS["ann"](10)), width * 256 + 256 * 128 + 128 * 10)
        first = 16 * 9 * 64 * 86  # the stride leaves 64 x 86
        rest = 32 * 16 * 9 * 32 * 43 + 64 * 32 * 9 * 16 * 21 + 128 * 64 * 9 * 8 * 10 + 128 * 4 * 5 * 64 + 64 * 10
        self.assertEqual(cost.multiply_adds(NETWORKS["cnn"](10)), first + rest)


class Measured(unittest.TestCase):
    def setUp(self):
        self.windows = windows(tracks=4, each=2)

    def test_a_track_is_the_mean_of_its_windows(self):
        posteriors = np.array([[0.9, 0.1], [0.4, 0.6], [0.9, 0.1], [0.4, 0.6], [1, 0], [1, 0], [0, 1], [0, 1]], float)
        row = measured("x", posteriors, self.windows, ["a", "b"])
        self.assertAlmostEqual(row.tracks, 2 / 3)  # track 1 of the three full ones is called a
        self.assertAlmostEqual(row.windows, 4 / 6)
        self.assertAlmostEqual(row.all_tracks, 3 / 4)

    def test_means_over_genres_need_a_genre_of_ten_full_tracks(self):
        few = measured("x", np.full((8, 2), 0.5), self.windows, ["a", "b"])
        self.assertEqual((few.precision, few.recall, few.f1), (None, None, None))
        enough = windows(tracks=21, each=2)
        self.assertAlmostEqual(measured("x", np.tile([0.6, 0.4], (42, 1)), enough, ["a", "b"]).recall, 0.5)

    def test_a_system_that_cannot_read_clips_has_no_figure_for_all_tracks(self):
        posteriors = np.full((8, 2), 0.5)
        posteriors[-2:] = np.nan
        self.assertIsNone(measured("x", posteriors, self.windows, ["a", "b"]).all_tracks)

    def test_ensemble_goes_on_without_those_that_cannot_read(self):
        mean = mean_of([np.array([[0.2, 0.8], [np.nan, np.nan]]), np.array([[0.4, 0.6], [0.9, 0.1]])])
        np.testing.assert_allclose(mean, [[0.3, 0.7], [0.9, 0.1]])

    def test_other_labels_of_a_bundle_stand_behind_and_can_be_left_out(self):
        found = arranged(np.array([[0.5, 0.2, 0.3]]), ["electronic", "rock", "jazz"], ["jazz", "polka", "rock"])
        np.testing.assert_allclose(found, [[0.3, 0, 0.2, 0.5]])
        np.testing.assert_allclose(among(found, 3), [[0.6, 0, 0.4]])

    def test_shuffled_windows_do_not_overlap_and_put_tracks_on_both_sides(self):
        train, test = shuffled(windows(tracks=20, each=10), 0.2, seed=0)
        self.assertEqual((len(train), len(test)), (76, 19))  # 19 full tracks, every other of 10 windows
        self.assertTrue(set(train.source) & set(test.source))
        self.assertFalse({row.tobytes() for row in train.views[MEL]} & {row.tobytes() for row in test.views[MEL]})


class Written(unittest.TestCase):
    def test_what_was_not_measured_is_null_and_a_dash(self):
        with tempfile.TemporaryDirectory() as folder:
            table = Path(folder) / "systems.json"
            about = {"tracks": 3, "all_tracks": 4}
            for name in ("main", "four"):
                Tables(table).add(name, Row("cnn", 0.5, 0.45, None, None, None), about)
            row = json.loads(table.read_text())["main"]["rows"]["cnn"]
            self.assertEqual([row[key] for key in ("precision", "recall", "f1")], [None, None, None])
            self.assertIn("| cnn | 50.0 | 45.0 | – | – | – |", Tables(table).main())
            self.assertIn("| cnn | 50.0 | 45.0 | – |", Tables(table).four())

    def test_rows_are_kept_and_marked_blocks_rewritten(self):
        with tempfile.TemporaryDirectory() as folder:
            table, document = Path(folder) / "systems.json", Path(folder) / "models.md"
            begin, end = "<!-- main: written by tools/train/systems.py -->\n", "<!-- end of main -->\n"
            document.write_text(f"before\n{begin}{end}old\n{begin}old\n{end}after\n")
            about = {"tracks": 136, "all_tracks": 197}
            row = Row("cnn", 0.5, 0.45, 0.4, 0.3, 0.2, parameters=261_706, through={"room": {"tracks": 0.25, "windows": 0.2}})
            Tables(table).add("main", row, about)
            again = Tables(table)
            self.assertTrue(again.has("main", "cnn"))
            self.assertFalse(again.has("main", "ann"))
            again.write_into(document, ["main", "leaky"])
            text = document.read_text()
            self.assertIn("| cnn | 50.0 | 45.0 | 40.0 | 30.0 | 20.0 | – | – | 25.0 / 20.0 | 0.26 | – | – |", text)
            self.assertEqual(text.count("| cnn |"), 2)  # in an empty block and in one that had a table
            self.assertEqual((text.count("old"), text[:7], text[-6:]), (1, "before\n", "after\n"))
            self.assertEqual(json.loads(table.read_text())["main"]["about"], about)
