"""Which audio there is, what it is, and on which side of the split it stands."""
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import synthesis
from labels import GENRES

EMOTIFY_LABELS = ("classical", "electronic", "rock")  # Emotify's "pop" is mixed: unlabelled music


class DataError(Exception):
    """A folder that lacks what a loader expects, or a split that leaks; the message says which."""


@dataclass(frozen=True)
class Clip:
    """One piece of audio.

    source: the track, speaker or recording it was cut from; all clips of a source stand on one side.
    kind: gtzan, gtzan-3s, gtzan-short, emotify, speech, noise or synthetic.
    path: an audio file, an .npz#key of log-mel [128, frames], or a name for synthesis.noise.
    """
    source: str
    kind: str
    path: str
    part: str  # train or valid
    activity: str  # music, speech or noise
    genre: str | None = None

    @property
    def name(self):
        """Unique, and the same wherever the data lies."""
        return f"{self.kind}/{self.source}/{Path(self.path).stem}"

    @property
    def is_audio(self):
        return self.kind != "gtzan-3s"


def _files(folder):
    files = sorted(Path(folder).rglob("*.opus"))
    if not files:
        raise DataError(f"{folder}: no .opus files; expected the layout that --help describes")
    return files


def gtzan(data, kind="gtzan"):
    """<kind>/{train,valid}/<genre>/<track>.opus; the split is the folder's."""
    for part in ("train", "valid"):
        for path in _files(data / kind / part):
            yield Clip(f"gtzan/{path.stem}", kind, str(path), part, "music", path.parent.name)


def gtzan_mel_clips(data):
    """gtzan-3s/{train,valid}.npz: log-mel [128, 130] a track, named <genre>.<number>."""
    for part in ("train", "valid"):
        file = data / "gtzan-3s" / f"{part}.npz"
        if not file.exists():
            raise DataError(f"{file}: not found")
        with np.load(file) as clips:
            for track in sorted(clips.files):
                yield Clip(f"gtzan/{track}", "gtzan-3s", f"{file}#{track}", part, "music", track.split(".")[0])


def emotify(data):
    """emotify/<genre>/<n>.opus, all for training."""
    for path in _files(data / "emotify"):
        genre = path.parent.name if path.parent.name in EMOTIFY_LABELS else None
        yield Clip(f"emotify/{path.parent.name}/{path.stem}", "emotify", str(path), "train", "music", genre)


def speech(data):
    """Held out: LibriSpeech's last ten files, mboshi's last four, Spanish speakers from 30 on; German is one speaker."""
    folder = data / "speech"
    for path in _files(folder):
        language, *speaker = path.relative_to(folder).parts[:-1]
        number = int(speaker[0] if speaker else path.stem)
        held_out = {"english": number >= 41, "mboshi": number >= 16, "spanish": number >= 30}.get(language, False)
        source = f"speech/{language}/{speaker[0] if speaker else path.stem}"
        yield Clip(source, "speech", str(path), "valid" if held_out else "train", "speech")


def noise(data):
    """ESC-10 by its folds; the fifth is held out. A recording is <fold>-<recording>-<take>."""
    for path in _files(data / "noise"):
        fold, recording = path.stem.split("-")[:2]
        yield Clip(f"esc/{recording}", "noise", str(path), "valid" if fold == "5" else "train", "noise")


def synthetic_noise():
    """Hums, hisses and beeps that no recording has enough of."""
    for name in synthesis.NOISES:
        yield Clip(f"synthetic/{name}", "synthetic", name, "train", "noise")


def all_clips(data):
    """Every clip of the research folder, checked."""
    data = Path(data)
    if not data.is_dir():
        raise DataError(f"{data}: no such folder")
    clips = [*gtzan(data), *gtzan(data, "gtzan-short"), *gtzan_mel_clips(data), *emotify(data), *speech(data),
             *noise(data), *synthetic_noise()]
    check_split(clips)
    return clips


def check_split(clips):
    """Refuses a split in which a source stands on both sides, and genres the model does not know."""
    parts = defaultdict(set)
    for clip in clips:
        parts[clip.source].add(clip.part)
        if clip.genre is not None and clip.genre not in GENRES:
            raise DataError(f"{clip.path}: genre '{clip.genre}' is none of {', '.join(GENRES)}")
    leaks = sorted(source for source, sides in parts.items() if len(sides) > 1)
    if leaks:
        raise DataError(f"{len(leaks)} sources stand in train and in valid, among them {', '.join(leaks[:5])}")
