import struct
import unittest

import demo_path  # noqa: F401
import midi_file
import notation
from score import Score


def notes_on(midi):
    """(tick, channel, key, velocity) of every note struck, read back from the file's bytes."""
    at, tick, found = 22, 0, []
    while at < len(midi):
        delta = 0
        while True:
            byte = midi[at]
            at, delta = at + 1, delta << 7 | byte & 0x7F
            if byte < 0x80:
                break
        tick += delta
        status = midi[at]
        if status == 0xFF:
            at += 3 + midi[at + 2]
        else:
            size = 2 if status >> 4 == 0xC else 3
            if status >> 4 == 9:
                found.append((tick, status & 0xF, midi[at + 1], midi[at + 2]))
            at += size
    return found


class ScoreTests(unittest.TestCase):
    def test_file_is_one_track_of_format_0_and_as_long_as_it_says(self):
        score = Score(tempo=120)
        score.part("piano").play("c4:4")
        midi = score.midi("main")
        self.assertEqual((b"MThd", 6, 0, 1), struct.unpack_from(">4sIHH", midi))
        self.assertEqual((b"MTrk", len(midi) - 22), struct.unpack_from(">4sI", midi, 14))
        self.assertTrue(midi.endswith(b"\xff\x2f\x00"))

    def test_notes_fall_on_their_beats(self):
        score = Score(tempo=120)
        score.part("piano", loose=0).play("c4 d4 e4 f4")
        self.assertEqual([(0, 60), (500, 62), (1000, 64), (1500, 65)],
                         [(tick, key) for tick, _, key, _ in notes_on(score.midi("main"))])

    def test_swing_delays_only_the_off_beat(self):
        score = Score(tempo=60, swing=2 / 3)
        for expected, beat in ((0, 0), (2 / 3, 0.5), (1, 1), (5 / 3, 1.5)):
            self.assertAlmostEqual(expected, score.time(beat))

    def test_human_playing_is_the_same_every_time_and_not_on_the_grid(self):
        def play():
            score = Score(tempo=120)
            score.part("piano", "somebody", loose=0.02).play("c4 c4 c4 c4 | " * 4)
            return score.midi("main")
        self.assertEqual(play(), play())
        self.assertGreater(len({velocity for *_, velocity in notes_on(play())}), 1)
        self.assertTrue(any(tick % 500 for tick, *_ in notes_on(play())))

    def test_two_kits_of_one_bus_sound_each_as_itself(self):
        score = Score(tempo=120)
        score.part("piano").play("c4:4")
        score.part("jazz kit", volume=90).grid(1, {"kick": "X..."})
        score.part("808 kit", volume=50).grid(1, {"snare": ".x.."})
        setup = [(0xB0, 0, 0), (0xC0, 0), (0xB1, 0, 127), (0xC1, 32), (0xB1, 7, 90), (0xB2, 0, 127), (0xC2, 25), (0xB2, 7, 50)]
        midi = score.midi("main")
        places = [midi.index(bytes(message)) for message in setup]
        self.assertLess(places[2], places[3])  # a program is chosen from the bank named before it
        self.assertLess(places[5], places[6])
        self.assertEqual({(0, 60), (1, 36), (2, 38)}, {(channel, key) for _, channel, key, _ in notes_on(midi)})

    def test_buses_hold_only_their_own_parts(self):
        score = Score(tempo=120)
        score.part("piano").play("c4:4")
        score.part("distortion guitar", bus="amplifier").play("e2:4")
        self.assertEqual(["main", "amplifier"], score.buses)
        self.assertEqual([40], [key for _, _, key, _ in notes_on(score.midi("amplifier"))])

    def test_rows_of_a_grid_must_be_equally_long(self):
        with self.assertRaisesRegex(notation.NotationError, "differ in length"):
            Score(tempo=120).part("jazz kit").grid(4, {"kick": "X...", "snare": "X.."})

    def test_long_gaps_are_written_in_groups_of_seven_bits(self):
        midi = midi_file.encode(list(midi_file.note(20.0, 1.0, 0, 60, 90)))
        self.assertEqual([20_000], [tick for tick, *_ in notes_on(midi)])


if __name__ == "__main__":
    unittest.main()
