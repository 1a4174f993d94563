"""Boom bap: a heavy, late kit, a sub bass, and a bar of dusty electric piano that keeps coming round."""

from score import Score

LABEL = "hiphop"
TITLE = "Corner of Ninth"
MASTERING = "highpass=f=28,lowpass=f=12000,equalizer=f=62:t=q:w=0.8:g=5,asoftclip=type=tanh"


def compose() -> Score:
    score = Score(tempo=92, swing=0.6, swing_unit=0.5)

    keys = score.part("electric piano", volume=82, pan=70, reverb=24, chorus=50, velocity=78, floor="g3", legato=0.9)
    keys.play("<Dm9>:3/2 <Dm9>:1/2? -:1/2 <Gm7>:3/2 | <Bb>:3/2 <A7#9>:1/2? -:1/2 <A7#9>:3/2 | " * 4)

    strings = score.part("pizzicato", volume=76, pan=40, reverb=36, velocity=84)
    strings.play("-:4 | -:4 | " + "a5:1/2 f5 d5 a4 -:1/2 bb4 d5 g5 | f5:1/2 d5 bb4 f4 -:1/2 a4 c#5 g5 | " * 3)

    bass = score.part("finger bass", volume=118, pan=64, reverb=0, velocity=104, legato=0.9)
    bass.play("d1:3/4! d1:1/4 -:1/2 d2:1/2 -:1/4 g1:3/4 f1:1/2 e1 | bb1:3/4 bb1:1/4 -:1/2 bb1:1/2 -:1/4 a1:3/4 a1:1/2 c#2 | " * 4)

    drums = score.part("power kit", volume=122, reverb=10, loose=0.004)
    drums.grid(4, {
        "kick":       "X..x ..x. .XX. ....",
        "snare":      ".... X..' .'.. X...",
        "closed hat": "X.x. X.xo X.x. X.x.",
        "open hat":   ".... .... .... ..o.",
    }, times=8)
    clap = score.part("808 kit", "clap", volume=90, reverb=30)
    clap.grid(4, {"clap": ".... X... .... X...", "kick": "X..x .... .XX. ...."}, times=8)
    return score
