"""What the systems read of a clip: mel windows, descriptors and teacher embeddings of the same 4 s.

Kept in WORK/views/<condition>, so that a table that was interrupted goes on.
"""
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import audio
import descriptors
import features
import front_end
import teacher
from clips import DataError
from conditions import CONDITIONS
from progress import Progress

MEL, DESCRIPTORS, EMBEDDING = "mel", "descriptors", "embedding"
_UNTAUGHT = np.full(2 * teacher.EMBEDDING, np.nan)


@dataclass
class Windows:
    """Windows of many clips, row by row; a row that a view does not exist for is NaN in it (clips that are only mel).

    views: mel float32 [n, 128, 172], descriptors [n, 60], embedding [n, 2048].
    """
    views: dict
    source: np.ndarray
    genre: np.ndarray
    full: np.ndarray  # cut from a full track, not from a clip of 2 to 3 s
    frames: np.ndarray  # of 172, that are not repeated

    def __len__(self):
        return len(self.genre)

    def where(self, chosen):
        """The rows that an index or a mask chooses."""
        return Windows({name: rows[chosen] for name, rows in self.views.items()}, self.source[chosen], self.genre[chosen],
                       self.full[chosen], self.frames[chosen])

    def readable(self, view):
        """bool [n]."""
        rows = self.views[view]
        return ~np.isnan(rows.reshape(len(rows), -1)[:, 0])


def _file(work, clip, condition):
    return Path(work) / "views" / condition / f"{clip.name.replace('/', '+')}.npz"


def _compute(clip, condition, module):
    samples = CONDITIONS[condition](features.load_samples(clip))
    log_mel = front_end.log_mel(samples)
    taught = {"teacher": teacher.embed(module, samples)} if module else {}
    return {"mel": log_mel.astype(np.float16), "descriptors": descriptors.of_frames(samples, log_mel), **taught}


def prepare(clips, teacher_folder, work, condition):
    """Writes every missing file; one that cannot be read is named and left out."""
    clips = [clip for clip in clips if clip.is_audio]
    missing = [clip for clip in clips if not _file(work, clip, condition).exists()]
    if not missing:
        return
    (Path(work) / "views" / condition).mkdir(parents=True, exist_ok=True)
    module = teacher.load(teacher_folder) if teacher_folder else None
    progress = Progress(f"views, {condition}", len(clips), len(clips) - len(missing))
    for done, clip in enumerate(missing, len(clips) - len(missing) + 1):
        try:
            arrays = _compute(clip, condition, module)
        except audio.AudioError as error:
            print(f"left out: {error}")
            continue
        part = _file(work, clip, condition).with_suffix(".part.npz")
        np.savez(part, **arrays)
        part.rename(_file(work, clip, condition))
        progress.update(done)


def _repeated(frames):
    """[t, 128] -> [172, 128]; shorter material goes on from its start."""
    return frames[np.arange(front_end.WINDOW_FRAMES) % len(frames)]


def _of_mel_clip(clip):
    frames = features.load_mel_clip(clip)
    rows = {MEL: front_end.normalise(_repeated(frames)).T, DESCRIPTORS: np.full(2 * descriptors.COUNT, np.nan),
            EMBEDDING: _UNTAUGHT}
    return [(rows, len(frames))]


def _of_audio(clip, work, condition):
    with np.load(_file(work, clip, condition)) as arrays:
        frames, rows = (arrays[name].astype(np.float32) for name in ("mel", "descriptors"))
        patches = arrays["teacher"].astype(np.float32) if "teacher" in arrays else None
    for start in front_end.window_starts(max(len(frames), front_end.WINDOW_FRAMES)):
        cut = slice(start, start + front_end.WINDOW_FRAMES)
        views = {MEL: front_end.normalise(_repeated(frames[cut])).T, DESCRIPTORS: descriptors.of_window(rows[cut]),
                 EMBEDDING: _UNTAUGHT if patches is None else _embedding(patches, start, len(frames[cut]))}
        yield views, len(frames[cut])


def _embedding(patches, start, frames):
    """[2048]: mean and deviation of the teacher's patches within `frames` frames from `start` on."""
    start_s = start * front_end.HOP_LENGTH / front_end.SAMPLE_RATE_HZ
    end_s = start_s + (frames * front_end.HOP_LENGTH + front_end.WINDOW_LENGTH) / front_end.SAMPLE_RATE_HZ
    heard = patches[teacher.patches_within(start_s, end_s, len(patches))]
    return np.concatenate([heard.mean(0), heard.std(0)])


def load(clips, work, condition, genres):
    """Every window of the clips that there is something to read of -> Windows."""
    rows = []
    for clip in clips:
        if not clip.is_audio:
            windows = _of_mel_clip(clip) if condition == "clean" else []
        else:
            windows = _of_audio(clip, work, condition) if _file(work, clip, condition).exists() else []
        rows += [(views, clip.source, genres.index(clip.genre), not clip.is_excerpt, frames) for views, frames in windows]
    if not rows:
        raise DataError("no clip that could be read on one side of the split")
    views, *columns = zip(*rows)
    stacked = {name: np.stack([row[name] for row in views]).astype(np.float32) for name in (MEL, DESCRIPTORS, EMBEDDING)}
    return Windows(stacked, *(np.array(column) for column in columns))
