"""A thrash riff in E: two distorted guitars, left and right, over double bass drum; then a lead."""

from score import Score

LABEL = "metal"
TITLE = "Furnace"
MASTERING = "highpass=f=45,volume=6dB,asoftclip=type=tanh,equalizer=f=2600:t=q:w=0.9:g=3"

# 16th notes; e2 palm-muted, power chords left open.
_RIFF = """
    <E5>:1/2! e2:1/4. e2. e2. e2. <G5>:1/2! e2:1/4. e2. <F5>:1/2! e2:1/4. e2. e2. e2. |
    <E5>:1/2! e2:1/4. e2. e2. e2. <A5>:1/2! <Bb5>:1/2! <A5>:1/2! <G5>:1/2! <F#5>:1/2! |
"""
_CHORUS = """
    <E5>:2! <C5>:2! | <D5>:2! <A5>:1! <B5>:1! | <E5>:2! <C5>:2! | <F5>:1! <F5>:1/2! <F5> <D#5>:1! <D5>! |
"""


def compose() -> Score:
    score = Score(tempo=172)

    for side, pan in (("left", 8), ("right", 120)):
        guitar = score.part("distortion guitar", f"guitar {side}", volume=96, pan=pan, reverb=12, velocity=104,
                            floor="e2", legato=0.94, loose=0.006)
        guitar.play(_RIFF * 3 + _CHORUS + _RIFF * 2)

    lead = score.part("distortion guitar", "lead", volume=84, pan=64, reverb=60, velocity=104)
    lead.rest(24)
    lead.play("""
        b5:1~! g5:1/2 e5 g5:1~ c6! | a5:1/4 f#5 d5 f#5 a5 d6 a5 f#5 e6:1~! d#6:1 |
        e6:1/4! b5 g5 e5 g5 b5 e6 g6! e6 c6 g5 c6 e6 c6 g5 e5 | c6:1/4 a5 f5 a5 c6 f6 c6 a5 d#6:1~! d6:1~! |""")

    bass = score.part("pick bass", volume=104, pan=64, reverb=4, velocity=108, floor="e1")
    bass.play((_RIFF * 3 + _CHORUS + _RIFF * 2).replace("e2", "e1").replace("<E5>", "e1").replace("<G5>", "g1")
              .replace("<F5>", "f1").replace("<A5>", "a1").replace("<Bb5>", "bb1").replace("<F#5>", "f#1")
              .replace("<C5>", "c2").replace("<D5>", "d2").replace("<B5>", "b1").replace("<D#5>", "d#2"))

    drums = score.part("power kit", volume=116, reverb=18, loose=0.003)
    thrash = {
        "kick":  "XxxxXxxxXxxxXxxx",
        "snare": "....X.......X...",
        "china": "X...X...X...X...",
    }
    drums.grid(4, {**thrash, "crash": "X..............."})
    drums.grid(4, thrash, times=4)
    drums.grid(4, {
        "kick":  "XxxxXxxxX.......",
        "snare": "....X.......XXXX",
        "china": "X...X...X.......",
        "high tom": "........XX......",
        "low tom":  "..........XX....",
    })
    chorus = {
        "kick":  "X.xxX.xxX.xxX.xx",
        "snare": "........X.......",
        "crash": "X.......X.......",
        "ride":  "X...X...X...X...",
    }
    drums.grid(4, chorus, times=4)
    drums.grid(4, {**thrash, "crash": "X..............."}, times=4)
    return score
