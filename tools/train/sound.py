"""What tells one recording from another, for the daemon to notice where a track ends.

A linear view of what the network's heads read and of the mean mel spectrum, in which windows of any one recording scatter
by about 1 in every direction, and recordings lie apart as far as `between` says, the directions that tell most first. It
is the two-covariance model (N. Brummer, E. de Villiers, "The speaker partitioning problem", 2010, section 4): a window is drawn from N(m, I),
the recording's m from N(0, diag(between)).
"""
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

import features
import front_end
from progress import Progress

DIRECTIONS = 64  # at most
_LEAST_BETWEEN = 0.01  # of the scatter of windows: what lies less apart tells nothing, and below 0 it is no variance
_RECORDINGS = 1000  # about; all, where there are fewer than twice as many
_LEAST_RECORDINGS = 2 * DIRECTIONS
_LEAST_WINDOWS = 5  # of a recording
_COPIES = 0, 1  # of a recording: as it is, and altered
_SHRINKAGE = 1e-2  # of the mean variance, added to all: so that no direction is taken for free of scatter
_LEAST_DEVIATION = 1e-6  # of a column that never changes
_OVERLAP = 1.5  # windows half of which is shared: the mean of n is as uncertain as that of n / 1.5


@dataclass(frozen=True)
class SoundView:
    """sound = (heard - centre) @ directions: centre [640], directions [640, k], between [k], above 0 and falling; k is 1 to 64."""
    centre: np.ndarray
    directions: np.ndarray
    between: np.ndarray

    def layer(self):
        """The same as a layer of the network: heard [n, 640] -> sound [n, k]."""
        inputs, outputs = self.directions.shape
        linear = nn.Linear(inputs, outputs)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(self.directions.T))
            linear.bias.copy_(torch.from_numpy(-self.centre @ self.directions))
        return linear


class WithSound(nn.Module):
    """A network with one output more: mel [n, 1, 128, t] -> (genre logits, activity logits, sound [n, k])."""

    def __init__(self, network, view):
        super().__init__()
        self.network, self.sound = network, view.layer()

    def forward(self, mel):
        x = self.network.pooled(mel)
        return self.network.genre(x), self.network.activity(x), self.sound(heard(x, mel))


def heard(pooled, mel):
    """What the view is of, [n, 512 + 128]: what the heads read [n, 512], and the mean over time of mel [n, 1, 128, t]."""
    return torch.cat([pooled, mel.mean((1, 3))], 1)


@torch.no_grad()
def recordings(network, clips, work):
    """Windows [n, 640] as `heard` of each of the training side's music recordings, as they are and of an altered copy."""
    music = [clip for clip in clips if clip.part == "train" and clip.activity == "music" and clip.is_audio]
    chosen = music[::max(1, len(music) // _RECORDINGS)]
    files = [features.feature_file(work, clip, variant) for clip in chosen for variant in _COPIES]
    files = [file for file in files if file.exists()]
    found, progress = [], Progress("recordings apart", len(files), 0)
    for done, file in enumerate(files, 1):
        with np.load(file) as arrays:
            windows = front_end.model_windows(arrays["mel"].astype(np.float32))
        if len(windows) >= _LEAST_WINDOWS:
            mel = torch.from_numpy(windows[:, None])
            found.append(heard(network.pooled(mel), mel).numpy().astype(np.float64))
        progress.update(done)
    return found


def fit(groups):
    """The view that tells recordings apart best, from windows [n, d] of each; None where they are too few to say, or nothing does."""
    if len(groups) < _LEAST_RECORDINGS:
        return None
    centre, scale = np.mean([group.mean(0) for group in groups], 0), np.concatenate(groups).std(0) + _LEAST_DEVIATION
    groups = [(group - centre) / scale for group in groups]
    means = np.stack([group.mean(0) for group in groups])
    deviations = np.concatenate([group - mean for group, mean in zip(groups, means)])
    within = deviations.T @ deviations / (len(deviations) - len(groups))
    within += _SHRINKAGE * np.trace(within) / len(within) * np.eye(len(within))
    between = np.cov(means.T) - within * _OVERLAP * np.mean([1 / len(group) for group in groups])
    scatter, axes = np.linalg.eigh(within)
    whitening = axes / np.sqrt(scatter)  # within becomes I
    apart, turn = np.linalg.eigh(whitening.T @ between @ whitening)
    most = np.argsort(-apart)[:DIRECTIONS]
    most = most[apart[most] >= _LEAST_BETWEEN]
    if not len(most):
        return None
    return SoundView(centre, whitening @ turn[:, most] / scale[:, None], apart[most])
