"""Words spoken in time over a piece."""

from __future__ import annotations

from typing import NamedTuple


class Verse(NamedTuple):
    """``lines``, each drawn out or hurried to fill ``beats_per_line`` from the first beat on.

    ``voice`` and ``pitch`` (0 to 99) are espeak-ng's.
    """

    voice: str
    pitch: int
    beats_per_line: int
    lines: tuple[str, ...]
