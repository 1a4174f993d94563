import unittest

import tools_path  # noqa: F401
from datasets import Clip, DataError, all_clips, check_split


def clip(source, part, genre="blues", path="a.opus"):
    return Clip(source, "gtzan", path, part, "music", genre)


class Split(unittest.TestCase):
    def test_track_on_both_sides_is_refused_by_name(self):
        with self.assertRaisesRegex(DataError, "blues.00007"):
            check_split([clip("gtzan/blues.00007", "train"), clip("gtzan/blues.00008", "train"),
                         clip("gtzan/blues.00007", "valid")])

    def test_clips_of_one_track_may_share_a_side(self):
        check_split([clip("gtzan/blues.00007", "train"), clip("gtzan/blues.00007", "train"),
                     clip("gtzan/blues.00008", "valid")])

    def test_unknown_genre_is_refused_with_the_known_ones(self):
        with self.assertRaisesRegex(DataError, "polka.*blues"):
            check_split([clip("a", "train", "polka")])

    def test_missing_folder_is_named(self):
        with self.assertRaisesRegex(DataError, "/no/such/folder"):
            all_clips("/no/such/folder")
