import unittest
from fractions import Fraction

import demo_path  # noqa: F401
import notation


def keys(text, beats=4, floor=60):
    return [note.keys for note in notation.read(text, Fraction(1), beats, floor)]


class NotationTests(unittest.TestCase):
    def test_pitch_names_are_midi_keys(self):
        self.assertEqual([60, 61, 61, 40, 69, 70],
                         [notation.pitch(name) for name in ("c4", "c#4", "db4", "e2", "a4", "bb4")])

    def test_chord_is_folded_into_the_octave_above_the_floor(self):
        self.assertEqual((57, 60, 64, 67), notation.chord("Am7", 57))
        self.assertEqual((60, 64, 67, 69), notation.chord("Am7", 60))

    def test_power_chord_stands_on_its_root(self):
        self.assertEqual((43, 50, 55), notation.chord("G5", 40))

    def test_length_holds_until_the_next_one(self):
        notes = list(notation.read("c4:1/2 d4 - e4:5/2", Fraction(1), 4, 60))
        self.assertEqual([Fraction(1, 2), Fraction(1, 2), Fraction(1, 2), Fraction(5, 2)], [note.length for note in notes])
        self.assertEqual([0, Fraction(1, 2), 1, Fraction(3, 2)], [note.start for note in notes])
        self.assertEqual((), notes[2].keys)

    def test_marks_and_notes_together(self):
        note = next(notation.read("c4+e4:4!~", Fraction(1), 4, 60))
        self.assertEqual(((60, 64), "!~"), (note.keys, note.marks))

    def test_bar_that_is_too_short_is_refused_by_number(self):
        with self.assertRaisesRegex(notation.NotationError, "bar 2 holds 3 beats, not 4"):
            keys("c4 c4 c4 c4 | c4 c4 c4 | c4:4")

    def test_unfinished_last_bar_is_refused(self):
        with self.assertRaisesRegex(notation.NotationError, "last bar"):
            keys("c4 c4 c4")

    def test_nonsense_is_refused_by_name(self):
        for text in ("h4", "<Xm>", "<Aq>", "c"):
            with self.subTest(text), self.assertRaises(notation.NotationError):
                keys(f"{text}:4")


if __name__ == "__main__":
    unittest.main()
