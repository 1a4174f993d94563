import importlib
import unittest

import demo_path  # noqa: F401
import build_programme
from build_programme import CHANNELS, SAMPLE_RATE_HZ, Clip, segments
from programme import RUNNING_ORDER, Announcement, DeadAir, Piece

GENRES = {"blues", "classical", "country", "disco", "hiphop", "jazz", "metal", "pop", "reggae", "rock", "electronic"}


class ProgrammeTests(unittest.TestCase):
    def test_every_piece_composes_and_all_its_parts_end_within_it(self):
        for item in RUNNING_ORDER:
            if isinstance(item, Piece):
                with self.subTest(item.name):
                    piece = importlib.import_module(f"pieces.{item.name}")
                    score = piece.compose()
                    self.assertIn(piece.LABEL, GENRES)
                    self.assertTrue(12 < score.seconds < 40, score.seconds)
                    self.assertLessEqual(set(getattr(piece, "BUSES", {})) - {"voice"}, set(score.buses))

    def test_the_running_order_has_all_that_a_monitor_must_tell_apart(self):
        kinds = {type(item) for item in RUNNING_ORDER}
        self.assertEqual({Announcement, Piece, DeadAir}, kinds)
        self.assertTrue(any(item.talk_over for item in RUNNING_ORDER if isinstance(item, Piece)))
        self.assertGreaterEqual(len({item.name for item in RUNNING_ORDER if isinstance(item, Piece)}), 8)

    def test_segments_follow_each_other_without_gaps(self):
        second = bytes(SAMPLE_RATE_HZ * CHANNELS * 2)
        found = segments([
            Clip(second * 3, [(0, "none", "speech", "hello")]),
            Clip(second * 10, [(0, "disco", "speech-over-music", "and now"), (4 * SAMPLE_RATE_HZ, "disco", "music", "a tune")]),
        ])
        self.assertEqual([(0, 3, "none", "speech"), (3, 7, "disco", "speech-over-music"), (7, 13, "disco", "music")],
                         [(s["startSeconds"], s["endSeconds"], s["label"], s["activity"]) for s in found])

    def test_a_failing_program_is_named_with_its_words(self):
        with self.assertRaisesRegex(RuntimeError, "ls failed with exit code .*no-such-file"):
            build_programme.run(["ls", "no-such-file"])


if __name__ == "__main__":
    unittest.main()
