"""Scores: parts with instruments, notes written in ``notation`` or as drum grids, played by a careful human.

Every departure from the grid comes from a generator seeded by the part's name, so that a score always
sounds the same.
"""

from __future__ import annotations

import random
from fractions import Fraction

import general_midi
import midi_file
import notation

_GRID_VELOCITIES = {"x": 88, "X": 112, "o": 58, "'": 36}
_BEND_RANGE = 2  # semitones, General MIDI's default
_SLIDE_SECONDS = 0.09


class Score:
    """A piece: tempo and metre, and the parts that play it.

    ``tempo`` counts beats a minute. ``swing`` is where the second half of each ``swing_unit`` pair falls:
    1/2 is straight, 2/3 a shuffle; ``swing_unit`` is the length of such a pair in beats.
    """

    def __init__(self, tempo: float, beats_per_bar: int = 4, swing: float = 0.5, swing_unit: float = 1.0):
        self.tempo = tempo
        self.beats_per_bar = beats_per_bar
        self.swing = swing
        self.swing_unit = swing_unit
        self.parts: list[Part] = []

    def part(self, instrument: str, name: str = "", **settings) -> Part:
        """Adds a part; ``settings`` are those of :class:`Part`."""
        channel = len(self.parts)
        part = Part(self, instrument, channel, name or f"{instrument} {channel}", **settings)
        self.parts.append(part)
        return part

    @property
    def seconds(self) -> float:
        """From the first beat to the end of the longest part."""
        return float(max(part.at for part in self.parts)) * 60 / self.tempo

    def time(self, beat: float) -> float:
        """Seconds at which ``beat`` is played, swing included."""
        pair, within = divmod(float(beat) / self.swing_unit, 1.0)
        if within < 0.5:
            within = within * 2 * self.swing
        else:
            within = self.swing + (within - 0.5) * 2 * (1 - self.swing)
        return (pair + within) * self.swing_unit * 60 / self.tempo

    @property
    def buses(self) -> list[str]:
        """Names of the buses that parts play into, in the order they first appear."""
        return list(dict.fromkeys(part.bus for part in self.parts))

    def midi(self, bus: str) -> bytes:
        """The parts of one bus as a Standard MIDI File."""
        return midi_file.encode([event for part in self.parts if part.bus == bus for event in part.events])


class Part:
    """One instrument of a score. Its cursor ``at`` (in beats) moves on with everything it plays.

    ``volume``, ``pan`` (0 left, 64 middle, 127 right), ``reverb`` and ``chorus`` are MIDI's, 0 to 127.
    ``velocity`` is that of an unmarked note. ``floor`` is the lowest key of chords written as ``<Am7>``.
    ``strum`` is the time between the strings of a chord, in seconds. ``legato`` is the share of its length
    that a note sounds. ``loose`` is how far a note may stray from its time, in seconds. Parts of one ``bus``
    share what the piece's ``BUSES`` does to it, such as an amplifier.
    """

    def __init__(self, score: Score, instrument: str, channel: int, name: str, *, volume: int = 100, pan: int = 64,
                 reverb: int = 40, chorus: int = 0, velocity: int = 84, floor: str = "c4", strum: float = 0.0,
                 legato: float = 0.92, loose: float = 0.007, bus: str = "main"):
        self.score = score
        self.channel = channel
        self.bus = bus
        self.at = Fraction(0)
        self.velocity = velocity
        self.floor = notation.pitch(floor)
        self.strum = strum
        self.legato = legato
        self.loose = loose
        self.events: list[midi_file.Event] = []
        self._length = Fraction(1)
        self._chance = random.Random(name)
        program = general_midi.DRUM_KITS.get(instrument, general_midi.PROGRAMS.get(instrument))
        if program is None:
            raise notation.NotationError(f"no instrument is called '{instrument}'")
        self.events.append(midi_file.bank(0.0, channel, drums=instrument in general_midi.DRUM_KITS))
        self.events.append(midi_file.program(0.0, channel, program))
        for controller, value in ((midi_file.VOLUME, volume), (midi_file.PAN, pan),
                                  (midi_file.REVERB, reverb), (midi_file.CHORUS, chorus)):
            self.events.append(midi_file.control(0.0, channel, controller, value))

    def rest(self, beats: int) -> Part:
        """Waits."""
        self.at += beats
        return self

    def play(self, text: str, transpose: int = 0) -> Part:
        """Plays notes written in :mod:`notation`, ``transpose`` semitones higher."""
        end = self.at
        for note in notation.read(text, self._length, self.score.beats_per_bar, self.floor):
            self._length = note.length
            end = self.at + note.start + note.length
            for string, key in enumerate(note.keys):
                self._strike(self.at + note.start, note.length, key + transpose, note.marks, string * self.strum)
            if "~" in note.marks:
                self._slide(self.score.time(self.at + note.start))
        self.at = end
        return self

    def swell(self, beats: float, low: int, high: int) -> Part:
        """Moves the loudness from ``low`` to ``high`` (MIDI expression) over the next ``beats``; the cursor stays."""
        steps = 24
        for step in range(steps + 1):
            time = self.score.time(float(self.at) + beats * step / steps)
            value = round(low + (high - low) * step / steps)
            self.events.append(midi_file.control(time, self.channel, midi_file.EXPRESSION, value))
        return self

    def grid(self, steps_per_beat: int, rows: dict[str, str], times: int = 1) -> Part:
        """Plays drums written as rows of steps: ``X`` loud, ``x`` normal, ``o`` soft, ``'`` a ghost, ``.`` none.

        Blanks and ``|`` are for the eye. All rows are of one length, which is played ``times`` over.
        """
        rows = {drum: row.replace(" ", "").replace("|", "") for drum, row in rows.items()}
        lengths = {len(row) for row in rows.values()}
        if len(lengths) != 1:
            raise notation.NotationError(f"rows of a grid differ in length: { {drum: len(row) for drum, row in rows.items()} }")
        length = lengths.pop()
        for turn in range(times):
            for drum, row in rows.items():
                for step, letter in enumerate(row):
                    if letter != ".":
                        beat = self.at + Fraction(turn * length + step, steps_per_beat)
                        self._sound(self.score.time(beat) + self._stray(), 0.12,
                                    general_midi.DRUMS[drum], _GRID_VELOCITIES[letter])
        self.at += Fraction(times * length, steps_per_beat)
        return self

    def _strike(self, beat: Fraction, length: Fraction, key: int, marks: str, delay: float) -> None:
        velocity = self.velocity + 18 * marks.count("!") - 22 * marks.count("?")
        share = self.legato * (0.45 if "." in marks else 1.0)
        start = self.score.time(beat)
        sounding = (self.score.time(beat + length) - start) * share
        self._sound(start + delay + self._stray(), max(0.03, sounding - delay), key, velocity)

    def _sound(self, start: float, seconds: float, key: int, velocity: float) -> None:
        velocity = min(127, max(1, round(velocity + 12 * (self._chance.random() - 0.5))))
        self.events.extend(midi_file.note(max(0.0, start), seconds, self.channel, key, velocity))

    def _slide(self, start: float) -> None:
        steps = 8
        for step in range(steps + 1):
            semitones = -2 * (1 - step / steps) ** 2
            time = max(0.0, start - 0.01 + _SLIDE_SECONDS * step / steps)
            self.events.append(midi_file.bend(time, self.channel, semitones / _BEND_RANGE))

    def _stray(self) -> float:
        return self.loose * (2 * self._chance.random() - 1)
