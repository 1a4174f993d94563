"""CARD.md and the learning curve of a bundle, from its manifest and its log."""
import json
from collections import Counter

from labels import GENRES

_DATA = {
    "gtzan": "GTZAN, full tracks of 30 s, fault-filtered split (Kereliuk, Sturm, Larsen)",
    "gtzan-short": "GTZAN, excerpts of 2 to 3 s",
    "gtzan-3s": "GTZAN, log-mel of the first 3 s",
    "emotify": "Emotify (Magnatune), 30 s each; its mixed \"pop\" without labels",
    "speech": "LibriSpeech, one German speaker, Mboshi field recordings, Spanish on laptops",
    "noise": "ESC-10, folds 1 to 4 for training, fold 5 held out",
    "synthetic": "generated noise, hum, tones and crackle",
}


def _percent(value):
    return f"{100 * value:.1f} %"


def _data_table(clips):
    counts = Counter((clip.kind, clip.part) for clip in clips)
    rows = [f"| {_DATA[kind]} | {counts[kind, 'train']} | {counts[kind, 'valid']} |" for kind in _DATA]
    return "\n".join(["| Data | Training clips | Held-out clips |", "|---|---:|---:|", *rows])


def _genre_table(metrics):
    rows = [f"| {genre} | {row['count']} | " + " | ".join(_percent(row[key]) for key in ("precision", "recall", "f1")) + " |"
            for genre in GENRES if (row := metrics["perGenre"].get(genre))]
    return "\n".join(["| Genre | Tracks | Precision | Recall | F1 |", "|---|---:|---:|---:|---:|", *rows])


def _confusion_table(labels, table):
    head = ["| truth \\ called | " + " | ".join(labels) + " |", "|---|" + "---:|" * len(labels)]
    rows = [f"| {label} | " + " | ".join(str(n) if n else "·" for n in row) + " |"
            for label, row in zip(labels, table) if any(row)]
    return "\n".join(head + rows)


def _worst(metrics, count=6):
    pairs = [(n, GENRES[true], GENRES[called]) for true, row in enumerate(metrics["confusion"])
             for called, n in enumerate(row) if true != called and n]
    return ", ".join(f"{true} as {called} ({n})" for n, true, called in sorted(pairs, key=lambda p: -p[0])[:count])


def text(manifest, clips):
    """The card in Markdown."""
    genre, activity = manifest["metrics"]["genre"], manifest["metrics"]["activity"]
    size, training = manifest["metrics"]["size"], manifest["training"]
    return f"""# {manifest['id']}

{manifest['description']} Reads 4 s of sound at a time as 128 x {manifest['analysisWindow']['frames']} standardised log-mel values.
{size['parameters']:,} weights, {size['bytes'] / 1e6:.2f} MB, {size['multiplyAddsAWindow'] / 1e6:.1f} million multiply-adds a window.

## What it was trained on

{_data_table(clips)}

A source (track, speaker, recording) stands on one side only; the training tool refuses anything else. No audio of it is
in this repository. GTZAN's music is not cleared and is for research; Emotify is for non-commercial research; judge for
yourself what that means for your use of the weights.

The network learns, from the same windows at once, the first 128 principal components of YAMNet's embedding, the genre
(label and, mixed in, what a linear classifier on the teacher that had not seen the track says) and the activity. Copies
of the recordings at other speeds, through band limits, rooms and hiss, mixes of two tracks, speech and noise mixed in,
random equalisers and masks widen what it hears. Weights are an exponential average over steps. The learning curve is
`learning-curve.png`.

## How well it does

Measured on {manifest['metrics']['date']} on the held-out side, {training['steps']} steps of {training['batch']} windows, tools at commit `{training['commit'][:12]}`:

| | |
|---|---:|
| {genre['fullTracks']} full tracks, accuracy a track | {_percent(genre['fullTrackAccuracy'])} |
| the same, accuracy a window of 4 s | {_percent(genre['fullTrackWindowAccuracy'])} |
| all {genre['tracks']} tracks (61 of them only clips of 2 to 3 s), accuracy a track | {_percent(genre['trackAccuracy'])} |
| macro F1 over the ten genres, all {genre['tracks']} | {_percent(genre['macroF1'])} |
| expected calibration error of a window, every track weighing the same | {genre['eceWindows']:.3f} (before the temperature {genre['eceWindowsUncalibrated']:.3f}) |
| music told from speech, windows | {_percent(activity['musicAgainstSpeech'])} |
| music called music | {_percent(activity['musicFound'])} |
| speech called speech | {_percent(activity['speechFound'])} |
| speech over music found, at -5 to +15 dB | {_percent(activity['speechOverMusicFound'])} |
| noise called noise | {_percent(activity['noiseFound'])} |
| noise called music | {_percent(activity['noiseCalledMusic'])} |

A track's answer is the mean of its windows' posteriors. The temperature is one number, fitted on the same held-out side.
The training settings were not tuned on it beyond choosing among a few runs. One track is 0.5 to 0.7 points.

{_genre_table(genre)}

{_confusion_table(GENRES, genre['confusion'])}

`electronic` has no held-out tracks: what stands in its column are mistakes.

{_confusion_table(manifest['heads'][1]['labels'], activity['confusion'])}

## Where it fails

- Most frequent confusions of tracks: {_worst(genre)}.
- disco, hiphop, pop and reggae were learned mostly from excerpts of 2 to 3 s, and measured mostly on such.
- GTZAN's ten genres are Western, mostly from before 2001, and overlap: a rock ballad may well be pop or country. Anything
  outside them (folk, gospel, film music, music of other traditions) gets the nearest of the eleven with less confidence.
- `electronic` was learned from 60 tracks of one label's catalogue.
- Unaccompanied singing, rap over sparse beats and poetry with music lie between the activities and were not measured.
- Noise was learned from ten classes of sound and generated hums; other steady or melodic noises may pass for music.

## Again

```
{training['command']}
/usr/bin/python3 tools/train/evaluate.py --data DATA --work WORK
```

DATA is a folder of recordings as `tools/train/train.py --help` describes; WORK is any folder with about 4 GB free.
"""


def draw_learning_curve(log, picture):
    """Losses and held-out accuracy over steps, from log.jsonl."""
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot

    lines = [json.loads(line) for line in log.read_text().splitlines()]
    steps = [line["step"] for line in lines]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 3.2))
    for key in ("teacher_loss", "genre_loss", "activity_loss"):
        left.plot(steps, [line[key] for line in lines], label=key.replace("_", " "))
    for key, name in (("fullTrackAccuracy", "full tracks"), ("trackAccuracy", "all tracks"),
                      ("fullTrackWindowAccuracy", "windows"), ("speechOverMusicFound", "speech over music")):
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
