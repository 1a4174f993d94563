"""Folders of recordings, and how they are split where they do not say so themselves."""
import csv
from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from clips import Clip, DataError
from labels import RESERVED

AUDIO = {".aac", ".aif", ".aiff", ".au", ".flac", ".m4a", ".mp3", ".ogg", ".opus", ".wav", ".wma"}
PARTS = "train", "valid"
_LOADERS = {kind: f", or move it and give it as --dataset {kind}:DIR" for kind in ("speech", "noise")}


@dataclass(frozen=True)
class Split:
    """How a folder without sides of its own is split: by track, or by artist where artists are known."""
    share: float = 0.2  # held out, of every label's tracks
    seed: int = 0
    artists_in_names: bool = False  # files are called "Artist - Title"


def audio_files(folder):
    """Every audio file below the folder, sorted; hidden ones are left alone."""
    if not folder.is_dir():
        raise DataError(f"{folder}: no such folder")
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in AUDIO
                   and not any(part.startswith(".") for part in path.relative_to(folder).parts))
    if not files:
        raise DataError(f"{folder}: no audio files ({', '.join(sorted(AUDIO))}); --help shows the layouts")
    return files


def has_sides(folder):
    return all((folder / part).is_dir() for part in PARTS)


def folder_per_label(folder, split):
    """<label>/<track> split here, or {train,valid}/<label>/<track> split as it is; artists.csv says track,artist."""
    artist_of = _artists(folder, split)
    found = []  # (label, track's name in its label, path)
    for root in ([folder / part for part in PARTS] if has_sides(folder) else [folder]):
        for path in audio_files(root):
            label, *below = path.relative_to(root).parts
            if not below:
                raise DataError(f"{path}: stands beside the labels; expected <label>/<track>")
            if label.casefold() in RESERVED:
                raise DataError(f"{root / label}: '{label}' cannot be a label, as decisions mean something else by it; "
                                "rename the folder" + _LOADERS.get(label.casefold(), ""))
            found.append((label, "/".join([label, *below[:-1], path.stem]), path))
    known = {track: artist_of(path) for _, track, path in found}
    if has_sides(folder):
        part_of = {path: path.relative_to(folder).parts[0] for *_, path in found}
    else:
        held_out = held_out_groups([(label, known[track] or track) for label, track, _ in found], split)
        part_of = {path: "valid" if (known[track] or track) in held_out else "train" for _, track, path in found}
    for label, track, path in found:
        yield Clip(f"{folder.resolve().name}/{track}", "folder", str(path), part_of[path], "music", label, known[track])


def _artists(folder, split):
    """path -> artist or None."""
    file = folder / "artists.csv"
    if file.exists():
        with open(file, newline="", encoding="utf-8-sig") as lines:
            rows = csv.DictReader(lines)
            if not {"track", "artist"} <= set(rows.fieldnames or ()):
                raise DataError(f"{file}: expected a first line 'track,artist', not '{','.join(rows.fieldnames or ())}'")
            table = {row["track"]: row["artist"] for row in rows}
        return lambda path: table.get(path.relative_to(folder).as_posix()) or table.get(path.stem)
    if split.artists_in_names:
        return lambda path: path.stem.partition(" - ")[0] if " - " in path.stem else None
    return lambda path: None


def held_out_groups(pairs, split):
    """(label, group) a track -> the groups to hold out: of every label the share of its tracks, whole groups at a time."""
    by_label = defaultdict(Counter)
    for label, group in pairs:
        by_label[label][group] += 1
    held_out, seen = set(), set()
    for label in sorted(by_label):
        groups, rng = by_label[label], np.random.default_rng([split.seed, *label.encode()])
        wanted = max(1, round(split.share * groups.total()))
        wanted -= sum(count for group, count in groups.items() if group in held_out)
        free = [str(group) for group in rng.permutation(sorted(groups.keys() - seen))]
        if groups.keys() & seen <= held_out:
            free = free[:-1]  # something must be left to train on
        for group in free:
            if wanted > 0:
                held_out.add(group)
                wanted -= groups[group]
        seen |= groups.keys()
    return held_out


def _source(folder, path):
    return f"{folder.resolve().name}/{path.relative_to(folder).with_suffix('').as_posix()}"


def unlabelled(folder):
    """Any music, for the teacher to speak about; all for training."""
    for path in audio_files(folder):
        yield Clip(_source(folder, path), "unlabelled", str(path), "train", "music")


def by_file(activity):
    """A loader of speech or noise, split by file."""
    def load(folder, split):
        files = [(_source(folder, path), path) for path in audio_files(folder)]
        held_out = held_out_groups([(activity, source) for source, _ in files], split)
        for source, path in files:
            yield Clip(source, activity, str(path), "valid" if source in held_out else "train", activity)
    return load
