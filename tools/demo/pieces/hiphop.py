"""Boom bap: a heavy, late kit, a bass that you feel, two dusty bars that keep coming round, and a machine that raps."""

from score import Score
from verse import Verse

LABEL = "hiphop"
TITLE = "Corner of Ninth"

# The loop comes off an old record, the drums off a sampler, the voice through a desk that is turned up.
BUSES = {
    "record": "highpass=f=180,lowpass=f=3200,volume=-4dB",
    "bass": "lowpass=f=200,volume=-10dB",
    "sampler": "equalizer=f=70:t=q:w=0.8:g=4,acompressor=threshold=0.12:ratio=4:attack=12:release=110",
    "voice": "highpass=f=200,equalizer=f=2500:t=q:w=1:g=4,acompressor=threshold=0.1:ratio=4,volume=9dB,asoftclip=type=tanh,volume=-9dB",
}
MASTERING = "highpass=f=28,acompressor=threshold=0.2:ratio=3:attack=10:release=150"

VERSE = Verse(voice="en-us+m7", pitch=35, beats_per_line=4, lines=(
    "Corner of Ninth when the street light flickers",
    "bass in the trunk and the dust on the stickers",
    "count to the four and come back to the one",
    "night is still young and the tape just begun",
    "needle in the groove and the loop goes around",
    "two bars of keys from a record we found",
    "kick on the one and a snare like a door",
    "call it boom bap and come back for some more",
))

_LOOP = 4  # times round


def compose() -> Score:
    score = Score(tempo=92, swing=0.6, swing_unit=0.5)

    keys = score.part("electric piano", bus="record", volume=56, pan=64, reverb=24, chorus=50, velocity=78, floor="g3", legato=0.9)
    keys.play("<Dm9>:3/2 <Dm9>:1/2? -:1/2 <Gm7>:3/2 | <Bb>:3/2 <A7#9>:1/2? -:1/2 <A7#9>:3/2 | " * _LOOP)

    strings = score.part("strings", bus="record", volume=70, pan=64, reverb=50, velocity=74, legato=0.9)
    strings.play("d5+a5:1/2! - -:1 f5:1/2 e5 d5:1 | d5+bb5:1/2! - -:1 c#5:2 | " * _LOOP)

    bass = score.part("finger bass", bus="bass", volume=120, pan=64, reverb=0, velocity=108, legato=0.9)
    bass.play("""
        d1:3/4! d1:1/4 -:1/2 d2:1/2 -:1/4 g1:3/4 f1:1/2 e1 |
        bb1:3/4 bb1:1/4 -:1/2 bb1:1/2 -:1/4 a1:3/4 a1:1/2 c#2 | """ * _LOOP)

    drums = score.part("standard kit", bus="sampler", volume=112, reverb=8, loose=0.004)
    drums.grid(4, {
        "kick":       "X..x ..x. .XX. .... X..x .... .XX. ..x.",
        "snare":      ".... X..' .'.. X... .... X..' .'.. X..x",
        "closed hat": "x.o. x.o' x.o. x.o. x.o. x.o' x.o. x.o.",
        "open hat":   ".... .... .... ..o. .... .... .... ..o.",
    }, times=_LOOP)
    machine = score.part("808 kit", "machine", bus="sampler", volume=127, reverb=20)
    machine.grid(4, {
        "clap":  ".... X... .... X... .... X... .... X...",
        "kick":  "X... .... ..X. .... X... .... ..X. ....",
        "scratch push": ".... .... .... .... .... .... ..X. X...",
        "scratch pull": ".... .... .... .... .... .... ...X .XX.",
    }, times=_LOOP)
    return score
