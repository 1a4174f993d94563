"""A lament for strings: a chaconne bass falls from D to A under a singing violin."""

from score import Score

LABEL = "classical"
TITLE = "Lament for strings in D minor"
MASTERING = "highpass=f=35"


def compose() -> Score:
    score = Score(tempo=82, beats_per_bar=3)

    violin = score.part("violin", "first violin", volume=104, pan=44, reverb=85, velocity=92, legato=1.0, loose=0.012)
    violin.swell(15, 84, 122)
    violin.play("""
        a4:1 f5:3/2 e5:1/2 | e5:1 c#5 a4 | a4:1/2 c5 f5:1 e5:1/2 d5 | d5:2 g4:1/2 b4 |
        d5:1/2 g5 bb5:1! a5:1/2 g5 |""")
    violin.swell(15, 122, 78)
    violin.play("""
        f5:3/2 e5:1/2 d5 c#5 | d5:1 bb4 g4:1/2 e5 | d5:1 c#5:3/2 e5:1/2 | f5:1/2 e5 d5:2 | d5:3 """)

    second = score.part("violin", "second violin", volume=84, pan=56, reverb=85, velocity=74, legato=1.0, loose=0.014)
    second.play("""
        f4:2 a4:1 | g4:2 e4:1 | f4:2 a4:1 | g4:3/2 a4:1/2 b4:1 | bb4:2 d5:1 |
        a4:3/2 a4:1/2 g4:1 | g4:2 bb4:1 | a4:1 g4:2 | a4:3 | f4:3 """)

    viola = score.part("viola", volume=86, pan=76, reverb=85, velocity=70, legato=0.98, loose=0.012)
    viola.play("""
        d4:1/2 f4 a4 f4 d4 f4 | c#4 e4 a4 e4 c#4 e4 | c4 f4 a4 f4 c4 f4 | b3 d4 g4 d4 b3 d4 | bb3 d4 g4 d4 bb3 d4 |
        a3 d4 f4 d4 a3 g4 | g3 bb3 d4 bb3 e4 d4 | a3 d4 e4 c#4 a3 g4 | f4 d4 a3 d4 f4 d4 | d4:3 """)

    cello = score.part("cello", volume=96, pan=88, reverb=80, velocity=82, legato=1.0, loose=0.012)
    cello.play("""
        d3:3 | c#3 | c3 | b2 | bb2 | a2:2 a2:1 | g2:2 e3:1 | a2:3 | d3:1 a2 f2 | d2:3 """)

    bass = score.part("contrabass", volume=88, pan=70, reverb=70, velocity=70, legato=1.0)
    bass.play("""
        d2:3 | c#2 | c2 | b1 | bb1 | a1 | g1:2 e2:1 | a1:3 | d2:3 | d2:3 """)

    section = score.part("strings", volume=58, pan=64, reverb=95, velocity=62, floor="f3", legato=1.02)
    section.play("""
        <Dm>:3 | <A7> | <F> | <G> | <Gm> | <Dm> | <Em7b5> | <A7> | <Dm> | <Dm> """)
    return score
