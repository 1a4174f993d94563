"""A piece of audio with what is known of it, and the rule that splits have to keep."""
import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

_NAMED = 5  # examples in a message
_EXCERPTS = ("gtzan-3s", "gtzan-short")


class DataError(Exception):
    """A folder that lacks what a loader expects, or a split that leaks; the message says which."""


@dataclass(frozen=True)
class Clip:
    """One piece of audio.

    source: the track, speaker or recording it was cut from; all clips of a source stand on one side.
    kind: the loader's name, as in `--dataset KIND:PATH`; gtzan-short and gtzan-3s are parts of gtzan.
    path: an audio file, an .npz#key of log-mel [128, frames], or a name for synthesis.noise.
    artist: None where unknown; all clips of an artist stand on one side.
    """
    source: str
    kind: str
    path: str
    part: str  # train or valid
    activity: str  # music, speech or noise
    genre: str | None = None
    artist: str | None = None

    @property
    def name(self):
        """Unique, and the same wherever the data lies."""
        return f"{self.kind}/{self.source}/{Path(self.path).stem}"

    @property
    def is_audio(self):
        return self.kind != "gtzan-3s"

    @property
    def is_excerpt(self):
        """Only 2 to 3 s of a track."""
        return self.kind in _EXCERPTS


def check_split(clips):
    """Refuses a split in which a source, an artist or a recording stands on both sides, and clips that share a name."""
    for what, key in (("sources", lambda clip: clip.source), ("artists", lambda clip: clip.artist)):
        leaks = _on_both_sides((key(clip), clip.part) for clip in clips)
        if leaks:
            raise DataError(f"{len(leaks)} {what} stand in train and in valid, among them {', '.join(leaks[:_NAMED])}")
    copies = _copies([clip for clip in clips if clip.is_audio and Path(clip.path).is_file()])
    if copies:
        raise DataError(f"{len(copies)} recordings of train stand in valid under another name, among them "
                        + ", ".join(" = ".join(paths) for paths in copies[:_NAMED]))
    by_name = defaultdict(list)
    for clip in clips:
        by_name[clip.name].append(clip.path)
    same = next((paths for paths in by_name.values() if len(paths) > 1), None)
    if same:
        raise DataError(f"{same[0]} and {same[1]} have one name; rename or remove one of them")


def _on_both_sides(pairs):
    parts = defaultdict(set)
    for key, part in pairs:
        if key is not None:
            parts[key].add(part)
    return sorted(key for key, sides in parts.items() if len(sides) > 1)


def _copies(clips):
    """[(path in train, path in valid)] of files with the same bytes; only files of one size are read."""
    by_size = defaultdict(list)
    for clip in clips:
        by_size[Path(clip.path).stat().st_size].append(clip)
    copies = []
    for group in by_size.values():
        if len({clip.part for clip in group}) > 1:
            trained = {_digest(clip.path): clip.path for clip in group if clip.part == "train"}
            copies += [(trained[digest], clip.path) for clip in group
                       if clip.part == "valid" and (digest := _digest(clip.path)) in trained]
    return copies


def _digest(path):
    return hashlib.sha256(Path(path).read_bytes()).digest()
