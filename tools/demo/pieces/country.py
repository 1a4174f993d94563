"""A two-step in G: boom-chick guitar, train-beat snare, fiddle, banjo and a steel guitar that slides."""

from score import Score

LABEL = "country"
TITLE = "Two-step at the county line"
MASTERING = "highpass=f=50"

_CHANGES = "GGCGGGDDGGCCGDGG"


def compose() -> Score:
    score = Score(tempo=196)

    fiddle = score.part("fiddle", volume=96, pan=48, reverb=50, velocity=92, legato=0.96, loose=0.012)
    fiddle.play("""
        d5:1~ b4:1/2 d5 g5:1! d5 | e5:1/2 d5 b4 g4 a4:1 b4 | c5~ e5:1/2 g5 e5:1 c5 | b4 d5 g4:2 |
        d5:1~ b4:1/2 d5 g5:1! a5 | b5:1/2 a5 g5 e5 d5:1 b4 | a4:1/2 b4 d5 e5 f#5:1~ d5 | e5 d5 a4:2 |""")
    fiddle.rest(16)
    fiddle.play("""
        b5:1~ a5:1/2 g5 d5:1 b4 | a4 f#5 e5:1/2 d5 c5 a4 | g4:1 b4 d5 g5~ | g5+b4:3 -:1 """)

    steel = score.part("steel guitar", "lap steel", volume=104, pan=82, reverb=60, chorus=40, velocity=96, legato=1.05)
    steel.rest(32)
    steel.play("""
        b4+d5:2~ d5+g5:1~ b4+d5 | g4+b4:2~ d5+b5:2~ | c5+e5:1~ e5+g5 g5+c6:2~ | e5+g5:1 c5+e5 g4+c5:2~ |
        d5+g5:4~ | f#4+a4:2~ a4+d5 | b4+d5:2~ d5+g5:2~ | b4+g5:4~ """)

    banjo = score.part("banjo", volume=74, pan=100, reverb=24, velocity=78, legato=0.9)
    rolls = {
        "G": "g3:1/2 b3 d4 g4 b3 d4 g4 d4 | ",
        "C": "g3:1/2 c4 e4 g4 c4 e4 g4 e4 | ",
        "D": "f#3:1/2 a3 d4 f#4 a3 d4 f#4 d4 | ",
    }
    banjo.play("".join(rolls[root] for root in _CHANGES))

    rhythm = score.part("steel guitar", "boom-chick", volume=86, pan=36, reverb=24, velocity=76, floor="d3",
                        strum=0.009, legato=0.8)
    rhythm.play("".join(f"- :1 <{root}>! - <{root}> | ".replace("- :1", "-:1") for root in _CHANGES))

    bass = score.part("double bass", volume=106, pan=62, reverb=14, velocity=92, legato=0.8)
    fifths = {"G": "g2:2 d2 | ", "C": "c2:2 g2 | ", "D": "d2:2 a2 | "}
    bass.play("".join(fifths[root] for root in _CHANGES))

    drums = score.part("brush kit", volume=92, reverb=24)
    drums.grid(2, {
        "snare": "ooXooo Xo",
        "kick":  "X...X...",
        "closed hat": "..x...x.",
    }, times=len(_CHANGES))
    return score
