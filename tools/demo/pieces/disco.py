"""Four on the floor: a dry kit in front, octave bass, open hats between the beats, strings that sweep, a guitar that chatters."""

from score import Score

LABEL = "disco"
TITLE = "Mirrorball"
MASTERING = "highpass=f=35"


def compose() -> Score:
    score = Score(tempo=120)

    strings = score.part("strings", volume=88, pan=70, reverb=66, velocity=92, legato=1.0)
    strings.play("""
        a4+a5:3/2! b4+b5:1/2 c5+c6:2 | b4+b5:3/2 g4+g5:1/2 e4+e5:1 b4+b5:1! |
        e5+e6:3/2 d5+d6:1/2 c5+c6:1 b4+b5:1 | c5+c6:3/2 a4+a5:1/2 f4+f5:2 |
        g4+g5:1/2 a4+a5 b4+b5 c5+c6 d5+d6:1 g5+g6:1! | e5+e6:3 e5+e6:1/4 f#5+f#6 g#5+g#6 b5+b6 |
        a5+a6:3/2! g5+g6:1/2 e5+e6:1 c5+c6:1 | f5+f6:3/2 e5+e6:1/2 c5+c6:2 |
        d5+d6:1/2 c5+c6 b4+b5 d5+d6 g5+g6:2! | g#5+g#6:2 e5+e6:2 |
        e5+e6:3/2 d5+d6:1/2 c5+c6:1 b4+b5:1 | c5+c6:3/2 a4+a5:1/2 f4+f5:2 |
        g4+g5:1/2 a4+a5 b4+b5 c5+c6 d5+d6:1 g5+g6:1! | e5+e6:4 """)

    brass = score.part("brass section", volume=58, pan=52, reverb=40, velocity=100, floor="e4", legato=0.6)
    brass.play("""
        -:4 | -:3 <Em7>:1/2! <Em7>! | """ + """
        -:5/2 <Am7>:1/2! -:1 | -:5/2 <F>:1/2! -:1 | -:5/2 <G>:1/2! -:1 | -:3/2 <Em7>:1/2! -:1/2 <Em7>:1/2! -:1 | """ * 3)

    keys = score.part("piano", volume=72, pan=84, reverb=36, velocity=78, floor="g3")
    keys.play("<Am7>:4 | <Em7>:4 | " + "<Am7>:3/2 <Am7>:5/2 | <F>:3/2 <F>:5/2 | <G>:3/2 <G>:5/2 | <E7>:3/2 <E7>:5/2 | " * 3)

    guitar = score.part("muted guitar", "chatter", volume=38, pan=24, reverb=20, velocity=80, floor="a3", legato=0.55, strum=0.004)
    chatter = "<{0}>:1/4! <{0}>? <{0}> <{0}>? <{0}>? <{0}>! <{0}>? <{0}> <{0}>? <{0}> <{0}>! <{0}>? <{0}> <{0}>? <{0}>! <{0}>? | "
    guitar.play("".join(chatter.format(chord) for chord in ["Am7", "Em7"] + ["Am7", "F", "G", "E7"] * 3))

    bass = score.part("finger bass", volume=60, pan=64, reverb=8, velocity=100, legato=0.75)
    octaves = {
        "A": "a1:1/2 a2! a1 a2! a1 a2! g1 g2! | ",
        "F": "f1:1/2 f2! f1 f2! f1 f2! f1 f2! | ",
        "G": "g1:1/2 g2! g1 g2! g1 g2! d2 g2! | ",
        "E": "e1:1/2 e2! e1 e2! e1 e2! g#1 g#2! | ",
    }
    bass.play("".join(octaves[root] for root in "AE" + "AFGE" * 3))

    drums = score.part("electronic kit", volume=112, reverb=16, loose=0.003)
    floor = {
        "kick":       "X... X... X... X...",
        "snare":      ".... X... .... X...",
        "clap":       ".... x... .... x...",
        "closed hat": "x.'' x.'' x.'' x.''",
        "open hat":   "..X. ..X. ..X. ..X.",
        "tambourine": "x.xx x.xx x.xx x.xx",
    }
    drums.grid(4, floor, times=14)

    congas = score.part("electronic kit", "congas", volume=66, reverb=16)
    congas.grid(4, {"high conga": ".x.. .xx. .x.. .x.o", "low conga": "...x x... ...x x.x."}, times=14)
    return score
