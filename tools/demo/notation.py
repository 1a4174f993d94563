"""Reads the notation in which the demo's scores are written.

Tokens stand between blanks; ``|`` ends a bar and is checked against the metre.

    c4              a note; c4 is middle C; c#4 and db4 are the same key
    c4+e4+g4        notes struck together
    <Am7>           a chord, its tones folded into the octave above the part's ``floor``
    -               a rest
    c4:1/2          lasting half a beat; the length holds until the next one is given

Marks at the end of a token:  !  accent    ?  soft    .  short    ~  slid into from a whole tone below
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Iterator, NamedTuple

_TOKEN = re.compile(r"(?P<body>-|<[^>]+>|[a-g][^:!?.~]*)(?::(?P<length>\d+(?:/\d+)?))?(?P<marks>[!?.~]*)$")
_PITCH = re.compile(r"(?P<step>[a-g])(?P<accidental>#|b)?(?P<octave>-?\d)$")
_CHORD = re.compile(r"(?P<step>[A-G])(?P<accidental>#|b)?(?P<quality>.*)$")

_SEMITONES = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_ACCIDENTALS = {None: 0, "#": 1, "b": -1}

# Semitones above the root.
_QUALITIES = {
    "": (0, 4, 7),
    "5": (0, 7, 12),
    "m": (0, 3, 7),
    "6": (0, 4, 7, 9),
    "m6": (0, 3, 7, 9),
    "7": (0, 4, 7, 10),
    "m7": (0, 3, 7, 10),
    "maj7": (0, 4, 7, 11),
    "9": (2, 4, 7, 10),  # without its root: the bass has it
    "m9": (2, 3, 7, 10),
    "maj9": (2, 4, 7, 11),
    "13": (2, 4, 9, 10),
    "7#9": (3, 4, 7, 10),
    "7b9": (1, 4, 7, 10),
    "dim": (0, 3, 6, 9),
    "m7b5": (0, 3, 6, 10),
    "sus4": (0, 5, 7),
}


class NotationError(ValueError):
    """A line of a score that cannot be read."""


class Note(NamedTuple):
    """Keys struck together (none: a rest), where they stand and how long they last, in beats."""

    start: Fraction
    length: Fraction
    keys: tuple[int, ...]
    marks: str


def pitch(name: str) -> int:
    """MIDI key of ``c4``, ``f#2``, ``bb3``; middle C, c4, is 60."""
    match = _PITCH.match(name)
    if not match:
        raise NotationError(f"'{name}' is no pitch; write a letter, # or b, and an octave: f#3")
    return 12 * (int(match["octave"]) + 1) + _SEMITONES[match["step"]] + _ACCIDENTALS[match["accidental"]]


def chord(name: str, floor: int) -> tuple[int, ...]:
    """MIDI keys of ``Am7`` in the octave above ``floor``; a power chord (``A5``) stands on its root."""
    match = _CHORD.match(name)
    if not match or match["quality"] not in _QUALITIES:
        raise NotationError(f"'{name}' is no chord; known after the root: {', '.join(filter(None, _QUALITIES))}")
    root = _SEMITONES[match["step"].lower()] + _ACCIDENTALS[match["accidental"]]
    lowest = floor + (root - floor) % 12
    if match["quality"] == "5":
        return tuple(lowest + tone for tone in _QUALITIES["5"])
    return tuple(sorted(floor + (root + tone - floor) % 12 for tone in _QUALITIES[match["quality"]]))


def read(text: str, length: Fraction, beats_per_bar: int, floor: int) -> Iterator[Note]:
    """The notes of ``text``, from beat 0 on; ``length`` holds until the first token that gives one."""
    at = bar_start = Fraction(0)
    bar = 1
    for token in text.split():
        if token == "|":
            if at - bar_start != beats_per_bar:
                raise NotationError(f"bar {bar} holds {at - bar_start} beats, not {beats_per_bar}: {text.split('|')[bar - 1].strip()}")
            bar, bar_start = bar + 1, at
            continue
        match = _TOKEN.match(token)
        if not match:
            raise NotationError(f"'{token}' in bar {bar} is neither note, chord nor rest")
        if match["length"]:
            length = Fraction(match["length"])
        body = match["body"]
        if body == "-":
            keys: tuple[int, ...] = ()
        elif body.startswith("<"):
            keys = chord(body[1:-1], floor)
        else:
            keys = tuple(pitch(name) for name in body.split("+"))
        yield Note(at, length, keys, match["marks"])
        at += length
    if (at - bar_start) % beats_per_bar:
        raise NotationError(f"the last bar ({bar}) holds {at - bar_start} beats, not {beats_per_bar}")
