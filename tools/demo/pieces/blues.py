"""A slow twelve-eight in A: the lead guitar talks to itself through a small hot amplifier, organ and piano nod."""

from score import Score

LABEL = "blues"
TITLE = "Twelve bars after midnight"

BUSES = {
    "lead": ("highpass=f=140,equalizer=f=900:t=q:w=0.8:g=4,volume=16dB,asoftclip=type=atan:oversample=4,lowpass=f=4500,"
             "aecho=0.9:0.5:120:0.15,volume=-9dB"),
}
MASTERING = "highpass=f=60,lowpass=f=5500,acompressor=threshold=0.25:ratio=2:attack=15:release=200"

_CHANGES = "AAAADDAAEDAE"


def compose() -> Score:
    score = Score(tempo=114, swing=2 / 3)

    lead = score.part("clean guitar", "lead", bus="lead", volume=110, pan=70, reverb=40, velocity=100, loose=0.016, legato=1.0)
    lead.play("""
        -:1/2 e5 g5 a5~! a5:1 g5:1/2 e5 | c5~ d5 c5 a4:3/2 -:1 | - a4:1/2 c5 d5~ e5 c5 a4 | g4 a4:5/2! -:1 |
        -:1/2 a5 c6:1~! a5:1/2 g5 f#5 d5 | e5 d5 c5 a4:2 -:1/2 | e5:1 e5:1/2~ g5! e5 d5 c5 a4 | c5~ a4:2 -:3/2 |
        b4:1/2 d5 e5 g#5 b5:1! g#5:1/2 e5 | a5! g5 f#5 d5 c5~ d5 a4:1 |
        g5+a5:1 f#5+a5 f5+a5 e5+a5 | e4:1/2 g#4 b4 d5 e5:2! """)

    boogie = score.part("jazz guitar", "boogie", volume=92, pan=34, reverb=30, velocity=84, legato=0.7, strum=0.006)
    pattern = {
        "A": "a2+e3:1/2! a2+e3? a2+f#3! a2+f#3? a2+g3! a2+g3? a2+f#3! a2+f#3? | ",
        "D": "d3+a3:1/2! d3+a3? d3+b3! d3+b3? d3+c4! d3+c4? d3+b3! d3+b3? | ",
        "E": "e3+b3:1/2! e3+b3? e3+c#4! e3+c#4? e3+d4! e3+d4? e3+c#4! e3+c#4? | ",
    }
    boogie.play("".join(pattern[root] for root in _CHANGES))

    organ = score.part("hammond organ", volume=70, pan=92, reverb=40, velocity=76, floor="e3", legato=0.98)
    organ.play("".join(f"<{root}7>:3/2! <{root}7>:5/2? | " for root in _CHANGES))

    bass = score.part("finger bass", volume=108, pan=60, reverb=12, velocity=94)
    walk = {
        "A": "a1:1 c#2 e2 f#2 | ",
        "D": "d2:1 f#2 a2 b2 | ",
        "E": "e2:1 g#2 b2 g#2 | ",
    }
    bass.play("".join(walk[root] for root in _CHANGES))

    drums = score.part("standard kit", volume=100, reverb=30)
    drums.grid(2, {
        "closed hat":  "Xo Xo Xo Xo",
        "snare": ".. X. .' X.",
        "kick":  "X. .. Xo ..",
    }, times=11)
    drums.grid(2, {
        "closed hat":  "Xo Xo .. ..",
        "snare": ".. X. XX X.",
        "kick":  "X. .. X. X.",
        "crash": ".. .. .. X.",
    })
    return score
