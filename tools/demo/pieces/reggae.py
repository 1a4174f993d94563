"""One drop: the guitar and piano skank off the beat, the organ bubbles, the bass sings."""

from score import Score

LABEL = "reggae"
TITLE = "Harbour sun"
MASTERING = "highpass=f=30,equalizer=f=80:t=q:w=0.9:g=4,lowpass=f=11000"

_CHANGES = ["Am", "Am", "Dm", "Am", "F", "G", "Am", "Am"]


def compose() -> Score:
    score = Score(tempo=80, swing=0.56, swing_unit=0.5)

    skank = score.part("clean guitar", "skank", volume=94, pan=30, reverb=30, velocity=92, floor="a3", strum=0.004)
    skank.play("".join(f"-:1/2 <{c}>. - <{c}>. - <{c}>. - <{c}>. | " for c in _CHANGES))

    piano = score.part("piano", volume=72, pan=98, reverb=36, velocity=76, floor="c4")
    piano.play("".join(f"-:1/2 <{c}>. - <{c}>. - <{c}>. - <{c}>. | " for c in _CHANGES))

    organ = score.part("percussive organ", volume=66, pan=80, reverb=30, velocity=70, floor="c4", legato=0.7)
    bubble = "-:1/4 <{0}> <{0}> <{0}>? -:1/4 <{0}> <{0}> - -:1/4 <{0}> <{0}> <{0}>? -:1/4 <{0}> <{0}> - | "
    organ.play("".join(bubble.format(c) for c in _CHANGES))

    bass = score.part("finger bass", volume=124, pan=64, reverb=4, velocity=108, legato=0.85)
    bass.play("""
        a1:1/2! - c2:1/4 d2 e2:1/2 -:1/2 a1 g1:1/4 a1:3/4 | a1:1/2! - c2:1/4 d2 e2:1/2 -:1/2 g2 e2:1/2 c2 |
        d2:1/2! - f2:1/4 g2 a2:1/2 -:1/2 d2 c2:1/4 d2:3/4 | a1:1/2! - c2:1/4 d2 e2:1/2 -:1/2 a1 g1:1/4 a1:3/4 |
        f1:1/2! - a1 c2 -:1/2 f1 a1 c2 | g1:1/2! - b1 d2 -:1/2 g1 b1 d2 |
        a1:1/2! - c2:1/4 d2 e2:1/2 -:1/2 a1 g1:1/4 a1:3/4 | a1:1/2! - e2 d2 c2 - a1:1 """)

    horns = score.part("trombone", volume=80, pan=52, reverb=46, velocity=86)
    top = score.part("tenor sax", "horn top", volume=76, pan=60, reverb=46, velocity=84)
    tune = """
        -:4 | -:4 | a4:1/2 f4 d4:1 -:1/2 f4 g4 a4 | e4:2 -:2 | c5:1/2 a4 f4:1 -:1/2 a4 g4 f4 | b4:1/2 a4 g4:1 -:2 |
        e4:1/2 g4 a4:1 -:1/2 c5 b4 g4 | a4:2 -:2 """
    horns.play(tune, transpose=-12)
    top.play(tune)

    drums = score.part("standard kit", volume=104, reverb=26)
    drums.grid(4, {
        "kick":       ".... X... .... X...",
        "rim":        ".... X... ...o X...",
        "closed hat": "x.xo x.x. x.xo x.xo",
        "open hat":   ".... .... .... ..o.",
    }, times=8)
    return score
