"""A swing quartet: tenor saxophone over vibraphone, walking bass and brushes on the ride."""

from score import Score

LABEL = "jazz"
TITLE = "Blue lamp"
MASTERING = "highpass=f=40"


def compose() -> Score:
    score = Score(tempo=176, swing=0.64)

    sax = score.part("tenor sax", volume=112, pan=56, reverb=56, velocity=88, legato=0.97, loose=0.014)
    sax.play("""
        -:1/2 d4 g4 bb4 d5 f5! e5 d5 | c5 bb4 a4 g4 e4:1 - | -:1/2 f4 a4 c5 e5:1! c5:1/2 a4 | f#4 a4 c5 eb5 d5:1 - |
        - bb4:1/2 d5 f5! d5 bb4 g4 | e4 g4 bb4 db5! c5 bb4 a4 g4 | a4:3/2 c5:1/2 -:2 | - -:1/2 c5 d5 eb5 |
        g5:1~! eb5:1/2 c5 bb4 g4 eb4 g4 | a4 c5 eb5 gb5 f5:1! eb5:1/2 c5 | d5:3/2 f5:1/2 a5:1~ f5 | db5 bb4:1/2 g4 f4:2 |
        -:1/2 e4 g4 a4 c5 e5 g5! e5 | f#5 eb5 c5 a4 f#4:1 a4 | bb4:1/2 d5 f5 a5! g5 e5 c5 bb4 | a4 f4 -:1 f4:2! """)

    vibes = score.part("vibraphone", volume=82, pan=88, reverb=50, velocity=70, floor="f3", legato=0.95)
    vibes.play("""
        -:1/2 <Gm9>:3/2 -:1/2 <Gm9>:3/2 | -:1/2 <C13>:3/2 -:2 | <Fmaj9>:3/2 <Fmaj9>:5/2 | -:1/2 <D7b9>:3/2 -:1/2 <D7b9>:3/2 |
        <Gm9>:3/2 <Gm9>:5/2 | -:1/2 <C13>:3/2 -:1/2 <C13>:3/2 | <Fmaj9>:3/2 <F6>:5/2 | -:1/2 <F6>:3/2 -:1/2 <F6>:3/2 |
        <Cm9>:3/2 <Cm9>:5/2 | -:1/2 <F13>:3/2 -:1/2 <F7b9>:3/2 | <Bbmaj9>:3/2 <Bbmaj9>:5/2 | <Bbm6>:3/2 <Bbm6>:5/2 |
        -:1/2 <Am7>:3/2 -:2 | <D7b9>:3/2 <D7b9>:5/2 | -:1/2 <Gm9>:3/2 -:1/2 <C13>:3/2 | <F6>:1/2 <F6> -:1 <Fmaj9>:2 """)

    bass = score.part("double bass", volume=90, pan=60, reverb=22, velocity=92, legato=0.95)
    bass.play("""
        g2:1 bb2 d3 db3 | c3 bb2 a2 g2 | f2 a2 c3 e3 | d3 c3 a2 f#2 | g2 a2 bb2 d3 | c3 e3 g2 e2 | f2 g2 a2 c3 | f2 c3 d3 db3 |
        c3 bb2 g2 eb2 | f2 a2 c3 a2 | bb2 d3 f3 d3 | bb2 db3 g2 bb2 | a2 c3 e3 eb3 | d3 c3 a2 ab2 | g2 bb2 c3 e2 | f2 c2 f2:2 """)

    drums = score.part("jazz kit", volume=88, reverb=34)
    drums.grid(2, {
        "ride":      "X. Xo X. Xo",
        "pedal hat": ".. x. .. x.",
        "snare":     ".. .. .' ..",
        "kick":      "o. o. o. o.",
    }, times=15)
    drums.grid(2, {
        "ride":      "X. X. .. ..",
        "snare":     ".. .X .x ..",
        "kick":      "x. .. .. X.",
        "crash":     ".. .. .. x.",
    })
    return score
