"""Standard MIDI Files (format 0), from events timed in seconds."""

from __future__ import annotations

import struct
from typing import NamedTuple

VOLUME, PAN, EXPRESSION, REVERB, CHORUS = 7, 10, 11, 91, 93

_TICKS_PER_QUARTER = 500  # at the file's 120 quarters a minute: one tick a millisecond
_MICROSECONDS_PER_QUARTER = 500_000
_TAIL_SECONDS = 4.0  # before the end of the track: room for reverb


class Event(NamedTuple):
    """A MIDI message. ``order`` sorts those of one moment: set-up, then releases, then strokes."""

    seconds: float
    order: int
    message: bytes


def bank(seconds: float, channel: int, drums: bool) -> Event:
    """Makes the channel one of drum kits or of instruments, as in Yamaha's XG, where any channel may hold drums."""
    return Event(seconds, 0, bytes((0xB0 | channel, 0, 127 if drums else 0)))  # sorts before the program, 0xC0


def program(seconds: float, channel: int, number: int) -> Event:
    """Chooses an instrument."""
    return Event(seconds, 0, bytes((0xC0 | channel, number)))


def control(seconds: float, channel: int, controller: int, value: int) -> Event:
    """Sets a controller, 0 to 127."""
    return Event(seconds, 1, bytes((0xB0 | channel, controller, value)))


def bend(seconds: float, channel: int, amount: float) -> Event:
    """Bends the channel by ``amount`` of its bend range, −1 to 1."""
    value = min(16383, max(0, 8192 + round(amount * 8192)))
    return Event(seconds, 1, bytes((0xE0 | channel, value & 0x7F, value >> 7)))


def note(start: float, seconds: float, channel: int, key: int, velocity: int) -> tuple[Event, Event]:
    """Strikes a key and releases it."""
    return (Event(start, 3, bytes((0x90 | channel, key, velocity))),
            Event(start + seconds, 2, bytes((0x80 | channel, key, 64))))


def encode(events: list[Event]) -> bytes:
    """The file's bytes: one track, in order of time."""
    track = bytearray(b"\x00\xff\x51\x03" + _MICROSECONDS_PER_QUARTER.to_bytes(3, "big"))
    now = 0
    for tick, _, message in sorted((_tick(event.seconds), event.order, event.message) for event in events):
        track += _variable_length(tick - now) + message
        now = tick
    track += _variable_length(_tick(_TAIL_SECONDS)) + b"\xff\x2f\x00"
    header = struct.pack(">4sIHHH", b"MThd", 6, 0, 1, _TICKS_PER_QUARTER)
    return header + struct.pack(">4sI", b"MTrk", len(track)) + bytes(track)


def _tick(seconds: float) -> int:
    return round(seconds * _TICKS_PER_QUARTER * 1_000_000 / _MICROSECONDS_PER_QUARTER)


def _variable_length(value: int) -> bytes:
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append(0x80 | value & 0x7F)
    return bytes(reversed(groups))
