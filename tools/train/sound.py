"""What tells one recording from another, for the daemon to notice where a track ends.

Of a window: its mean mel spectrum, and its fluctuation: how strongly the loudness of sixteen ranges of pitch, and its rises alone, come
and go at each rate from 0.25 to 10.8 Hz, which tempo and beat decide (after E. Pampalk, A. Rauber, D. Merkl, "Content-based
organization and visualization of music archives", 2002, without its weights). Nothing of what the network makes of it: a network
knows its training recordings by heart, so that others scatter more than any of those tell.

Of these a linear view, in which windows of any one recording scatter by no more than 1 in any direction, and recordings lie
apart as far as `between` says, the directions that tell most first. It is the two-covariance model (N. Brummer, E. de
Villiers, "The speaker partitioning problem", 2010, section 4): a window is drawn from N(m, I), the recording's m from N(0, diag(between)).
"""
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import features
import front_end
from progress import Progress

DIRECTIONS = 64  # at most
_LEAST_BETWEEN = 0.01  # of the scatter of windows: what lies less apart tells nothing, and below 0 it is no variance
_RECORDINGS = 1000  # about; all, where there are fewer than twice as many
_LEAST_RECORDINGS = 2 * DIRECTIONS
_LEAST_WINDOWS = 5  # of a recording
_COPIES = 0, 1  # of a recording: as it is, and altered
_MORE = 1.0  # of the mean scatter is added to that in each direction: recordings that were not seen scatter more, and where these do not
_LEAST_DEVIATION = 1e-6  # of a column that never changes
_BANDS = 8  # in a range of pitch
_RATES = 43  # times one a window: 0.25 to 10.8 Hz
_QUIET = 1e-2  # added to a power, of standardised mel values squared: below it lies chance
SIZE = front_end.MEL_BANDS + 2 * front_end.MEL_BANDS // _BANDS * _RATES  # of what is heard of a window
_OVERLAP = 1.5  # windows half of which is shared: the mean of n is as uncertain as that of n / 1.5


@dataclass(frozen=True)
class SoundView:
    """sound = (heard - centre) @ directions: centre [1504], directions [1504, k], between [k], above 0 and falling; k is 1 to 64."""
    centre: np.ndarray
    directions: np.ndarray
    between: np.ndarray

    def layer(self):
        """The same as a layer of the network: heard [n, 1504] -> sound [n, k]."""
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
        return *self.network(mel), self.sound(heard(mel))


def heard(mel):
    """What the view is of, [n, 1504]: the mean over time of mel [n, 1, 128, t], the fluctuation of its ranges, and that of their rises."""
    window = F.pad(mel, (0, front_end.WINDOW_FRAMES))[..., :front_end.WINDOW_FRAMES]  # the model takes any length, rates need one
    ranges = F.avg_pool2d(window, (_BANDS, 1))
    rises = F.pad(F.relu(ranges[..., 1:] - ranges[..., :-1]), (1, 0))
    return torch.cat([mel.mean((1, 3)), _fluctuation(ranges), _fluctuation(rises)], 1)


def _fluctuation(x):
    """Log power of x [n, 1, ranges, 172] at each rate, [n, ranges * rates], through a Hann window."""
    frames = torch.arange(front_end.WINDOW_FRAMES, dtype=torch.float64)
    taper = torch.hann_window(front_end.WINDOW_FRAMES, periodic=False, dtype=torch.float64)[:, None]
    phases = 2 * torch.pi / front_end.WINDOW_FRAMES * frames[:, None] * torch.arange(1, _RATES + 1)
    cosines, sines = ((taper * wave(phases)).float() for wave in (torch.cos, torch.sin))
    x = x - x.mean(3, keepdim=True)
    return torch.log((x @ cosines) ** 2 + (x @ sines) ** 2 + _QUIET).flatten(1)


@torch.no_grad()
def recordings(clips, work):
    """Windows [n, 1504] as `heard` of each of the training side's music recordings, as they are and of an altered copy."""
    music = [clip for clip in clips if clip.part == "train" and clip.activity == "music" and clip.is_audio]
    chosen = music[::max(1, len(music) // _RECORDINGS)]
    files = [features.feature_file(work, clip, variant) for clip in chosen for variant in _COPIES]
    files = [file for file in files if file.exists()]
    found, progress = [], Progress("recordings apart", len(files), 0)
    for done, file in enumerate(files, 1):
        with np.load(file) as arrays:
            windows = front_end.model_windows(arrays["mel"].astype(np.float32))
        if len(windows) >= _LEAST_WINDOWS:
            found.append(heard(torch.from_numpy(windows[:, None])).numpy().astype(np.float64))
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
    within += _MORE * np.trace(within) / len(within) * np.eye(len(within))
    between = np.cov(means.T) - within * _OVERLAP * np.mean([1 / len(group) for group in groups])
    scatter, axes = np.linalg.eigh(within)
    whitening = axes / np.sqrt(scatter)  # within becomes I
    apart, turn = np.linalg.eigh(whitening.T @ between @ whitening)
    most = np.argsort(-apart)[:DIRECTIONS]
    most = most[apart[most] >= _LEAST_BETWEEN]
    if not len(most):
        return None
    return SoundView(centre, whitening @ turn[:, most] / scale[:, None], apart[most])
