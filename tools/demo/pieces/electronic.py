"""House with a trance lead: a drum machine, a bass that ducks between kicks, arpeggios in steps of a sixteenth."""

from score import Score

LABEL = "electronic"
TITLE = "Clock domain"
MASTERING = "highpass=f=28,equalizer=f=60:t=q:w=0.9:g=3,asoftclip=type=tanh"

_CHANGES = ["Fm", "Db", "Ab", "Eb"]


def compose() -> Score:
    score = Score(tempo=128)
    machine = {"loose": 0.0}

    arpeggio = score.part("saw lead", "arpeggio", volume=72, pan=44, reverb=56, chorus=50, velocity=88, legato=0.6, **machine)
    steps = {
        "Fm": "f4:1/4! ab4 c5 f5 c5 ab4 f5! c5 ab4 c5 f5 ab5! f5 c5 ab4 c5 | ",
        "Db": "f4:1/4! ab4 db5 f5 db5 ab4 f5! db5 ab4 db5 f5 ab5! f5 db5 ab4 db5 | ",
        "Ab": "eb4:1/4! ab4 c5 eb5 c5 ab4 eb5! c5 ab4 c5 eb5 ab5! eb5 c5 ab4 c5 | ",
        "Eb": "eb4:1/4! g4 bb4 eb5 bb4 g4 eb5! bb4 g4 bb4 eb5 g5! eb5 bb4 g4 bb4 | ",
    }
    changes = (_CHANGES * 3)[:10]
    arpeggio.play("".join(steps[c] for c in changes))

    echo = score.part("square lead", "echo", volume=46, pan=104, reverb=70, velocity=76, legato=0.5, **machine)
    echo.rest(8)
    echo.play("".join(steps[c] for c in changes[2:]), transpose=12)

    pad = score.part("synth strings", "pad", volume=70, pan=72, reverb=80, chorus=60, velocity=78, floor="f3", legato=1.0, **machine)
    pad.play("".join(f"-:1/4 <{c}>:3/4 " * 4 + "| " for c in changes))

    bass = score.part("synth bass", volume=112, pan=64, reverb=0, velocity=106, legato=0.7, **machine)
    bass.play("".join(f"-:1/4 {k} {k} {k} " * 4 + "| " for k in (["f1", "db2", "ab1", "eb2"] * 3)[:10]))

    drums = score.part("electronic kit", volume=118, reverb=8, **machine)
    drums.grid(4, {
        "kick":       "X... X... X... X...",
        "closed hat": "o.oo o.oo o.oo o.oo",
        "open hat":   "..X. ..X. ..X. ..X.",
    }, times=2)
    drums.grid(4, {
        "kick":       "X... X... X... X...",
        "clap":       ".... X... .... X...",
        "snare":      ".... x... .... x...",
        "closed hat": "o.oo o.oo o.oo o.oo",
        "open hat":   "..X. ..X. ..X. ..X.",
    }, times=7)
    drums.grid(4, {
        "kick":       "X... X... X.X. XXXX",
        "clap":       ".... X... ..X. X.X.",
        "snare":      ".... X... X.X. XXXX",
        "closed hat": "o.oo o.oo o.oo o.oo",
        "open hat":   "..X. ..X. .... ....",
    })
    return score
