"""One drop: guitar, organ and piano skank off the beat, the bass sings, the drums ring in a dub echo."""

from score import Score

LABEL = "reggae"
TITLE = "Harbour sun"

BUSES = {
    "drums": "aecho=0.9:0.5:281:0.18,equalizer=f=200:t=q:w=1:g=2",
    "skank": "highpass=f=300",
    "bass": "lowpass=f=200,volume=-9dB",
}
MASTERING = "highpass=f=30,acompressor=threshold=0.2:ratio=2.5:attack=15:release=150,lowpass=f=9000"

_CHANGES = ["Am", "Am", "Dm", "Am", "F", "G", "Am", "Am"]


def compose() -> Score:
    score = Score(tempo=78, swing=0.57, swing_unit=0.5)
    off_beat = "".join(f"-:1/2 <{c}>. - <{c}>. - <{c}>. - <{c}>. | " for c in _CHANGES)

    score.part("muted guitar", "skank guitar", bus="skank", volume=92, pan=30, reverb=20, velocity=100, floor="e4", strum=0.004).play(off_beat)
    score.part("piano", "skank piano", bus="skank", volume=74, pan=92, reverb=30, velocity=84, floor="c4").play(off_beat)

    organ = score.part("percussive organ", "bubble", bus="skank", volume=86, pan=76, reverb=30, velocity=78, floor="c4", legato=0.7)
    bubble = "-:1/4 <{0}> <{0}> <{0}>? -:1/4 <{0}> <{0}> - -:1/4 <{0}> <{0}> <{0}>? -:1/4 <{0}> <{0}> - | "
    organ.play("".join(bubble.format(c) for c in _CHANGES))

    bass = score.part("finger bass", bus="bass", volume=127, pan=64, reverb=4, velocity=112, legato=0.9)
    bass.play("""
        a1:1/2! - c2:1/4 d2 e2:1/2 -:1/2 a1 g1:1/4 a1:3/4 | a1:1/2! - c2:1/4 d2 e2:1/2 -:1/2 g2 e2:1/2 c2 |
        d2:1/2! - f2:1/4 g2 a2:1/2 -:1/2 d2 c2:1/4 d2:3/4 | a1:1/2! - c2:1/4 d2 e2:1/2 -:1/2 a1 g1:1/4 a1:3/4 |
        f1:1/2! - a1 c2 -:1/2 f1 a1 c2 | g1:1/2! - b1 d2 -:1/2 g1 b1 d2 |
        a1:1/2! - c2:1/4 d2 e2:1/2 -:1/2 a1 g1:1/4 a1:3/4 | a1:1/2! - e2 d2 c2 - a1:1 """)

    call = score.part("hammond organ", "call", bus="skank", volume=72, pan=56, reverb=50, velocity=84, legato=0.9)
    call.play("""
        -:4 | -:2 a4:1/2! c5 d5 c5 | a4:1/2 f4 d4:1 -:1/2 f4 g4 a4 | e4:2! -:2 |
        c5:1/2 a4 f4:1 -:1/2 a4 g4 f4 | b4:1/2 a4 g4:1 -:2 | e4:1/2 g4 a4:1 -:1/2 c5 b4 g4 | a4:2! -:2 """)

    drums = score.part("room kit", bus="drums", volume=118, reverb=40)
    drums.grid(4, {
        "kick":       ".... X... .... X...",
        "rim":        ".... X... ...o X...",
        "closed hat": "x.xo X.x. x.xo X.xo",
        "open hat":   ".... .... .... ..o.",
    }, times=7)
    drums.grid(4, {
        "kick":       ".... X... X... ....",
        "snare":      "..X. X.XX .... ....",
        "high tom":   ".... .... XX.. ....",
        "low tom":    ".... .... ..XX ....",
        "crash":      ".... .... .... X...",
    })
    shakers = score.part("standard kit", "shakers", bus="drums", volume=80, pan=100, reverb=30)
    shakers.grid(4, {"shaker": "x'o' x'o' x'o' x'o'", "low conga": "..x. .... ..xx ...."}, times=8)
    return score
