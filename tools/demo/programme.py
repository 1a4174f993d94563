"""The running order of the demo programme: an hour of radio in four minutes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Announcement:
    """Somebody speaks. ``voice`` is one of espeak-ng's; ``words_per_minute`` its speed."""

    text: str
    voice: str = "en-us+m3"
    words_per_minute: int = 158


@dataclass(frozen=True)
class Piece:
    """The piece in ``pieces/<name>.py``; ``talk_over`` is spoken over its beginning."""

    name: str
    talk_over: Announcement | None = None


@dataclass(frozen=True)
class DeadAir:
    """Nothing at all."""

    seconds: float


_SECOND_VOICE = "en-gb+f2"

RUNNING_ORDER = (
    Announcement("Good evening, and welcome. You are listening to the LiveGenre demonstration programme, "
                 "played by a computer from beginning to end. We start with strings."),
    Piece("classical"),
    Announcement("That was a lament in D minor. If you have neighbours, this would be the moment to apologise to them.",
                 _SECOND_VOICE, 165),
    Piece("metal"),
    Piece("jazz"),
    Announcement("A quartet, at the sign of the blue lamp. From there it is only a short walk down to the harbour."),
    Piece("reggae"),
    DeadAir(10.0),
    Announcement("We are back. That silence was not planned, or so they told me. A good monitor would have noticed it.",
                 _SECOND_VOICE, 165),
    Piece("disco", Announcement("It is Saturday night, the floor is open, and the mirror ball is turning. "
                                "Find yourself a partner, the next one is for dancing.", _SECOND_VOICE, 165)),
    Piece("country"),
    Announcement("From the county line back to the city: two turntables, one drum machine, and a corner to stand on."),
    Piece("hiphop"),
    Piece("electronic"),
    Announcement("And to close, twelve bars, played well after midnight. Thank you for listening, and good night."),
    Piece("blues"),
)
