"""Four chords and a backbeat: overdriven guitars, picked bass, a lead that keeps to the tune."""

from score import Score

LABEL = "rock"
TITLE = "Long way to the coast"
MASTERING = "highpass=f=40,asoftclip=type=tanh"

_CHANGES = ["A", "D", "E", "D"]


def compose() -> Score:
    score = Score(tempo=134)
    bars = (_CHANGES * 3)[:11]

    for side, pan, instrument in (("left", 20, "overdriven guitar"), ("right", 108, "clean guitar")):
        guitar = score.part(instrument, f"rhythm {side}", volume=94, pan=pan, reverb=26, velocity=96, floor="a2", strum=0.008, legato=0.9)
        guitar.play("".join(f"<{c}>:1! <{c}>:1/2 <{c}>? <{c}>:1/2. <{c}>! <{c}> <{c}>? | " for c in bars))

    lead = score.part("overdriven guitar", "lead", volume=88, pan=64, reverb=50, velocity=100)
    lead.rest(12)
    lead.play("""
        f#5:1 a5:1/2 f#5 e5 d5 a4:1 | c#5:1~ e5:1/2 c#5 b4:1/2 a4 e4:1 | f#4:1/2 a4 d5:1~ e5:1/2 f#5 a5:1! |
        b5:3/2~! g#5:1/2 e5:2 | f#5:1/2 e5 d5 e5 f#5:1 a5 | e5:1~ c#5:1/2 a4 e5:1 a5 | a5:1/2 f#5 d5 a4 d5:1 f#5 | e5:4~! """)

    bass = score.part("pick bass", volume=106, pan=64, reverb=6, velocity=100, legato=0.85)
    roots = {"A": "a1", "D": "d2", "E": "e1"}
    bass.play("".join(f"{roots[c]}:1/2! " + f"{roots[c]} " * 7 + "| " for c in bars))

    drums = score.part("room kit", volume=114, reverb=24, loose=0.005)
    beat = {
        "kick":       "X.....X.X.......",
        "snare":      "....X.......X...",
        "closed hat": "X.x.X.x.X.x.X.x.",
    }
    drums.grid(4, {**beat, "crash": "X..............."})
    drums.grid(4, beat, times=9)
    drums.grid(4, {
        "kick":       "X.....X.X.......",
        "snare":      "....X...XX..XXXX",
        "high tom":   "........X.......",
        "low tom":    "..........XX....",
        "closed hat": "X.x.X.x.........",
    })
    return score
