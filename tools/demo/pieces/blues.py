"""Country blues in A: a harmonica over a guitar's boogie and a double bass, three players around one microphone."""

from score import Score

LABEL = "blues"
TITLE = "Twelve bars after midnight"

# An old microphone: warm, nothing above 6 kHz, a wooden room.
MASTERING = ("highpass=f=50,lowpass=f=6000,acompressor=threshold=0.12:ratio=3:attack=10:release=180,"
             "equalizer=f=250:t=q:w=1:g=4,equalizer=f=3000:t=q:w=1:g=-5,aecho=0.95:0.7:31|47:0.15|0.1")

_CHANGES = "AAAADDAAEDAE"


def compose() -> Score:
    score = Score(tempo=116, swing=2 / 3)

    harp = score.part("harmonica", volume=96, pan=70, reverb=50, velocity=96, loose=0.018, legato=1.0)
    harp.play("""
        -:2 e4:1/2~ g4 a4:1 | c5:1/2~ a4 g4 e4 d4:1 - | -:2 e4:1/2~ g4 a4:1 | g4:1/2 e4 d4~ e4 a4:2 |
        -:1 a4:1/2 c5 d5:1~ c5:1/2 a4 | f#4:1/2 a4 c5~ a4 d4:2 | -:2 e4:1/2~ g4 a4:1 | c5:1/2~ a4 g4 e4 a4:2 |
        b4:1/2 d5 e5~ d5 b4:1 g#4 | a4:1/2 c5 d5~ c5 a4:1 f#4 | a4:1/2 c5 e5~ g5! a4:2 | e4:1/2 g#4 b4 d5 e4:2 """)

    boogie = score.part("nylon guitar", "boogie", volume=110, pan=50, reverb=30, velocity=96, legato=0.8, strum=0.008, loose=0.012)
    pattern = {
        "A": "a2+e3:1/2! a2+e3? a2+f#3! a2+f#3? a2+g3! a2+g3? a2+f#3! a2+f#3? | ",
        "D": "d3+a3:1/2! d3+a3? d3+b3! d3+b3? d3+c4! d3+c4? d3+b3! d3+b3? | ",
        "E": "e3+b3:1/2! e3+b3? e3+c#4! e3+c#4? e3+d4! e3+d4? e3+c#4! e3+c#4? | ",
    }
    boogie.play("".join(pattern[root] for root in _CHANGES))

    bass = score.part("double bass", volume=96, pan=60, reverb=12, velocity=94)
    walk = {
        "A": "a1:1 c#2 e2 f#2 | ",
        "D": "d2:1 f#2 a2 b2 | ",
        "E": "e2:1 g#2 b2 g#2 | ",
    }
    bass.play("".join(walk[root] for root in _CHANGES))
    return score
