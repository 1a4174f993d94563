"""The rows of the comparison: what each system gets, on which tracks, at what cost."""
from dataclasses import dataclass, field

import numpy as np

from evaluate import per_label, track_posteriors

FEW_TRACKS = 10  # a genre with fewer is left out of the means over genres
CONDITIONS_SHOWN = {"mp3-64k": "mp3 64 kb/s", "room": "Room"}


@dataclass
class Row:
    """One system; shares are 0..1, None where there is nothing to measure or it cannot read the material."""
    system: str
    tracks: float  # full tracks that are right
    windows: float
    precision: float | None  # mean over the genres of at least FEW_TRACKS full tracks, None where no genre has as many
    recall: float | None
    f1: float | None
    all_tracks: float | None = None  # with the tracks there are only clips of
    through: dict = field(default_factory=dict)  # condition -> {tracks, windows}
    parameters: int | None = None
    multiply_adds: int | None = None  # a window
    milliseconds: float | None = None  # a window
    run: dict = field(default_factory=dict)  # date, commit, and what else is to be known


def _by_track(posteriors, windows):
    tracks, genres = track_posteriors(posteriors, windows.source, windows.genre)
    return tracks.argmax(1), genres


def accuracies(posteriors, windows):
    """{tracks, windows}: shares that are right; a track's answer is the mean posterior of its windows."""
    called, true = _by_track(posteriors, windows)
    return {"tracks": float(np.mean(called == true)), "windows": float(np.mean(posteriors.argmax(1) == windows.genre))}


def measured(system, posteriors, windows, genres):
    """A row without robustness and cost; posteriors [n, genres] of the held-out windows, NaN where unreadable."""
    full = windows.full
    called, true = _by_track(posteriors[full], windows.where(full))
    rows = [row for row in per_label(true, called, genres).values() if row["count"] >= FEW_TRACKS]
    means = {key: float(np.mean([row[key] for row in rows])) if rows else None for key in ("precision", "recall", "f1")}
    everything = None if np.isnan(posteriors).any() else accuracies(posteriors, windows)["tracks"]
    return Row(system, **accuracies(posteriors[full], windows.where(full)), **means, all_tracks=everything)


def mean_of(members):
    """[n, genres] each -> their mean; where one cannot read a window, the mean of the others."""
    return np.nanmean(np.stack(members), 0)


def arranged(posteriors, labels, genres):
    """[n, labels] -> the columns of `genres` in their order, 0 for one that labels lack, then the other labels'."""
    known = [posteriors[:, labels.index(genre)] if genre in labels else np.zeros(len(posteriors)) for genre in genres]
    return np.stack(known + [posteriors[:, n] for n, label in enumerate(labels) if label not in genres], 1)


def among(posteriors, count):
    """The first columns alone, as if there were no other label."""
    return posteriors[:, :count] / np.maximum(posteriors[:, :count].sum(1, keepdims=True), 1e-12)


def shuffled(windows, share, seed):
    """The split to avoid: windows of full tracks that do not overlap, shuffled; a share held out -> (train, test)."""
    windows = windows.where(windows.full)
    _, first, member = np.unique(windows.source, return_index=True, return_inverse=True)
    apart = windows.where((np.arange(len(windows)) - first[member]) % 2 == 0)  # windows start half their length apart
    order = np.random.default_rng(seed).permutation(len(apart))
    count = round(share * len(apart))
    return apart.where(order[count:]), apart.where(order[:count])
