"""A thrash riff in E: two guitars through cranked amplifiers, left and right, over double bass drum; then a lead."""

from score import Score

LABEL = "metal"
TITLE = "Furnace"

# A stack turned up: the bass is cut before the valves clip, the loudspeakers pass nothing above 5 kHz.
_AMPLIFIER = ("highpass=f=110,equalizer=f=750:t=q:w=0.7:g=5,volume=34dB,asoftclip=type=tanh:oversample=4,"
              "equalizer=f=600:t=q:w=0.9:g=-4,equalizer=f=2800:t=q:w=1:g=5,lowpass=f=5200,lowpass=f=7000")
BUSES = {
    "guitars": f"{_AMPLIFIER},volume=-11dB",
    "lead": f"{_AMPLIFIER},aecho=0.9:0.6:260:0.22,volume=-15dB",
}
MASTERING = "highpass=f=45,acompressor=threshold=0.15:ratio=3:attack=8:release=90,volume=5dB,asoftclip=type=tanh"

# 16th notes; e2 palm-muted, power chords left open.
_RIFF = """
    <E5>:1/2! e2:1/4. e2. e2. e2. <G5>:1/2! e2:1/4. e2. <F5>:1/2! e2:1/4. e2. e2. e2. |
    <E5>:1/2! e2:1/4. e2. e2. e2. <A5>:1/2! <Bb5>:1/2! <A5>:1/2! <G5>:1/2! <F#5>:1/2! |
"""
_CHORUS = """
    <E5>:2! <C5>:2! | <D5>:2! <A5>:1! <B5>:1! | <E5>:2! <C5>:2! | <F5>:1! <F5>:1/2! <F5> <D#5>:1! <D5>! |
"""
_BASS = {"<E5>": "e1", "<G5>": "g1", "<F5>": "f1", "<A5>": "a1", "<Bb5>": "bb1", "<F#5>": "f#1", "<C5>": "c2",
         "<D5>": "d2", "<B5>": "b1", "<D#5>": "d#2", "e2": "e1"}


def compose() -> Score:
    score = Score(tempo=172)
    riffs = _RIFF * 3 + _CHORUS + _RIFF * 2

    for side, pan in (("left", 8), ("right", 120)):
        guitar = score.part("overdriven guitar", f"guitar {side}", bus="guitars", volume=100, pan=pan, reverb=0,
                            velocity=104, floor="e2", legato=0.97, loose=0.006)
        guitar.play(riffs)

    lead = score.part("overdriven guitar", "lead", bus="lead", volume=96, pan=64, reverb=30, velocity=104)
    lead.rest(24)
    lead.play("""
        b5:1~! g5:1/2 e5 g5:1~ c6! | a5:1/4 f#5 d5 f#5 a5 d6 a5 f#5 e6:1~! d#6:1 |
        e6:1/4! b5 g5 e5 g5 b5 e6 g6! e6 c6 g5 c6 e6 c6 g5 e5 | c6:1/4 a5 f5 a5 c6 f6 c6 a5 d#6:1~! d6:1~! |""")

    bass = score.part("pick bass", volume=104, pan=64, reverb=4, velocity=108)
    line = riffs
    for chord, note in _BASS.items():
        line = line.replace(chord, note)
    bass.play(line)

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
    drums.grid(4, {
        "kick":  "X.xxX.xxX.xxX.xx",
        "snare": "........X.......",
        "crash": "X.......X.......",
        "ride":  "X...X...X...X...",
    }, times=4)
    drums.grid(4, {**thrash, "crash": "X..............."}, times=4)
    return score
