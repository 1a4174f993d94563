"""CARD.md and the learning curve of a bundle, from its manifest and its log."""
import json
from collections import Counter

from batches import TRUST_IN_TEACHER

_DATA = {
    "folder": "a folder per label",
    "fma": "FMA, its own split",
    "gtzan": "GTZAN, full tracks of 30 s, fault-filtered split (Kereliuk, Sturm, Larsen)",
    "gtzan-short": "GTZAN, excerpts of 2 to 3 s",
    "gtzan-3s": "GTZAN, log-mel of the first 3 s",
    "emotify": "Emotify (Magnatune), 30 s each; its mixed \"pop\" without labels",
    "unlabelled": "music without labels",
    "speech": "speech",
    "noise": "noises and other sounds",
    "synthetic": "generated noise, hum, tones and crackle",
}
_TERMS = {
    "gtzan": "GTZAN's music is not cleared and is for research.",
    "emotify": "Emotify is for non-commercial research.",
    "fma": "FMA's tracks carry Creative Commons licences of their own, many of them non-commercial.",
}
_TAUGHT = f"""The network learns, from the same windows at once, what YAMNet makes of every patch of about a second (the first 128
principal components of its embedding and 64 of its AudioSet logits), the genre ({TRUST_IN_TEACHER:.0%} what a linear
classifier on the teacher that had not seen the track says, the rest the label where there is one) and the activity."""
_UNTAUGHT = "The network learns the genre and the activity of a window from labels alone; it had no teacher."


def _percent(value):
    return "not measured" if value is None else f"{100 * value:.1f} %"


def _data_table(clips):
    counts = Counter((clip.kind, clip.part) for clip in clips)
    kinds = [kind for kind in _DATA if counts[kind, "train"] + counts[kind, "valid"]]
    rows = [f"| {_DATA[kind]} | {counts[kind, 'train']} | {counts[kind, 'valid']} |" for kind in kinds]
    return "\n".join(["| Data | Training clips | Held-out clips |", "|---|---:|---:|", *rows])


def _genre_table(metrics, genres):
    rows = [f"| {genre} | {row['count']} | " + " | ".join(_percent(row[key]) for key in ("precision", "recall", "f1")) + " |"
            for genre in genres if (row := metrics["perGenre"].get(genre))]
    return "\n".join(["| Genre | Tracks | Precision | Recall | F1 |", "|---|---:|---:|---:|---:|", *rows])


def _confusion_table(labels, table):
    head = ["| truth \\ called | " + " | ".join(labels) + " |", "|---|" + "---:|" * len(labels)]
    rows = [f"| {label} | " + " | ".join(str(n) if n else "·" for n in row) + " |"
            for label, row in zip(labels, table) if any(row)]
    return "\n".join(head + rows)


def _worst(metrics, genres, count=6):
    pairs = [(n, genres[true], genres[called]) for true, row in enumerate(metrics["confusion"])
             for called, n in enumerate(row) if true != called and n]
    return ", ".join(f"{true} as {called} ({n})" for n, true, called in sorted(pairs, key=lambda p: -p[0])[:count]) or "none"


def _terms(clips):
    kinds = {clip.kind for clip in clips}
    said = [text for kind, text in _TERMS.items() if kind in kinds]
    return " ".join([*said, "Judge for yourself what that means for your use of the weights."] if said else
                    ["What the recordings' terms mean for the weights is for whoever trained it to say."])


def _copies(training):
    heard = []
    if training["variants"]:
        heard.append("copies of the recordings at other speeds, through codecs, band limits, rooms and hiss")
    if training["mixedVariants"]:
        heard.append("mixes of two tracks")
    if training["distantVariants"]:
        heard.append("copies as a microphone across a room hears them, with what YAMNet says of the clean recording" if training["teacher"]
                     else "copies as a microphone across a room hears them")
    return f"It also hears {'; '.join(heard)}.\n" if heard else ""


def _mixed_in(clips):
    return "Speech and noise" if any(clip.activity == "speech" and clip.part == "train" for clip in clips) else "Noise"


def _failures(manifest, clips):
    """What this kind of data is known to leave out, one line each."""
    genres, kinds = manifest["heads"][0]["labels"], {clip.kind for clip in clips}
    metrics = manifest["metrics"]["genre"]
    yield f"Most frequent confusions of tracks: {_worst(metrics, genres)}."
    unmeasured = [genre for genre in genres if genre not in metrics["perGenre"]]
    if unmeasured:
        yield f"No held-out track of {', '.join(unmeasured)}: what stands in these columns are mistakes."
    yield f"Music outside of {', '.join(genres)} gets the nearest of them, with less confidence."
    if "gtzan" in kinds:
        yield "disco, hiphop, pop and reggae were learned mostly from excerpts of 2 to 3 s, and measured mostly on such."
        yield "GTZAN is Western, mostly from before 2001, and its genres overlap: a rock ballad may well be pop or country."
    if not any(clip.activity == "speech" for clip in clips):
        yield "It has heard no speech: voices pass for music or noise."
    yield "Unaccompanied singing, rap over sparse beats and poetry with music lie between the activities and were not measured."
    yield "Steady or melodic noises that it has not learned may pass for music."


def text(manifest, clips):
    """The card in Markdown."""
    genre, activity = manifest["metrics"]["genre"], manifest["metrics"]["activity"]
    size, training, labels = manifest["metrics"]["size"], manifest["training"], manifest["heads"][0]["labels"]
    failures = "\n".join(f"- {line}" for line in _failures(manifest, clips))
    return f"""# {manifest['id']}

{manifest['description']} Reads 4 s of sound at a time as 128 x {manifest['analysisWindow']['frames']} standardised log-mel values.
{size['parameters']:,} weights, {size['bytes'] / 1e6:.2f} MB, {size['multiplyAddsAWindow'] / 1e6:.1f} million multiply-adds a window, in eight bits.

## What it was trained on

{_data_table(clips)}

A source (track, speaker, recording), and an artist where known, stands on one side only; the training tool refuses
anything else. No audio of it is in this bundle. {_terms(clips)}

{_TAUGHT if training['teacher'] else _UNTAUGHT}
{_copies(training)}{_mixed_in(clips)} mixed in, random equalisers and masks widen what it hears. Weights are an exponential
average over steps; all genres are taken for equally likely. The learning curve is `learning-curve.png`.

## How well it does

Measured on {manifest['metrics']['date']} on the held-out side, after {training['steps']} of
{training['plannedSteps']} steps of {training['batch']} windows, tools at commit `{training['commit'][:12]}`:

| | |
|---|---:|
| {genre['fullTracks']} full tracks, accuracy a track | {_percent(genre['fullTrackAccuracy'])} |
| the same, accuracy a window of 4 s | {_percent(genre['fullTrackWindowAccuracy'])} |
| all {genre['tracks']} tracks ({genre['tracks'] - genre['fullTracks']} of them only clips of 2 to 3 s), accuracy a track | {_percent(genre['trackAccuracy'])} |
| macro F1 over the labels, all {genre['tracks']} | {_percent(genre['macroF1'])} |
| expected calibration error of a window, every track weighing the same | {genre['eceWindows']:.3f} (before the temperature {genre['eceWindowsUncalibrated']:.3f}) |
| music told from speech, windows | {_percent(activity['musicAgainstSpeech'])} |
| music called music | {_percent(activity['musicFound'])} |
| speech called speech | {_percent(activity['speechFound'])} |
| speech over music found, at -5 to +15 dB | {_percent(activity['speechOverMusicFound'])} |
| noise called noise | {_percent(activity['noiseFound'])} |
| noise called music | {_percent(activity['noiseCalledMusic'])} |

A track's answer is the mean of its windows' posteriors. The temperature is one number, fitted on the same held-out side.
One track is {100 / genre['tracks']:.1f} points.

{_genre_table(genre, labels)}

{_confusion_table(labels, genre['confusion'])}

{_confusion_table(manifest['heads'][1]['labels'], activity['confusion'])}

## Where it fails

{failures}

## Again

```
{training['command']}
```

DATA, TEACHER and the data sets' names stand for folders as `tools/train/train.py --help` describes; WORK is any folder with about
4 GB free. `tools/train/evaluate.py` with the same data and WORK prints these figures.
"""


def draw_learning_curve(log, picture):
    """Losses and held-out accuracy over steps, from log.jsonl."""
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot

    by_step = {line["step"]: line for line in map(json.loads, log.read_text().splitlines())}  # a step done again counts once
    lines = [by_step[step] for step in sorted(by_step)]
    steps = [line["step"] for line in lines]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 3.2))
    for key in ("teacher_loss", "genre_loss", "activity_loss"):
        if any(line[key] for line in lines):  # 0 throughout where there was no teacher
            left.plot(steps, [line[key] for line in lines], label=key.replace("_", " "))
    for key, name in (("fullTrackAccuracy", "full tracks"), ("trackAccuracy", "all tracks"),
                      ("fullTrackWindowAccuracy", "windows"), ("speechOverMusicFound", "speech over music")):
        if any(line[key] is not None for line in lines):
            right.plot(steps, [line[key] for line in lines], label=name)
    left.set_title("training")
    right.set_title("held out")
    for axes in (left, right):
        axes.set_xlabel("step")
        axes.grid(alpha=0.3)
        axes.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(picture, dpi=80)
    pyplot.close(figure)
