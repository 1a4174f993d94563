"""What the network is taught about a stretch of audio, from the teacher's patches.

For every patch: the first principal components of the teacher's embedding, scaled by one number, the same of its
AudioSet logits (which weigh what matters for naming a sound), and the genre
logits of a linear classifier on eight of them. Labelled sources get the logits of a classifier that has not seen them
(five folds by source), so that they carry what the teacher hears and not what the labels say.
"""
import numpy as np
import torch
from torch.nn import functional as F

from front_end import HOP_LENGTH, SAMPLE_RATE_HZ
from labels import GENRES
from network import EMBEDDING, SCORES
from teacher import PATCH_HOP_S

FOLDS = 5
_SPARSE = 3  # every third patch is enough for means and components
_LOGITS = -12.0, 4.0  # a score of 6e-6 and of 0.98
_WINDOW = 8  # patches of one training example of the classifier: 8 x 0.48 s


def principal_components(patches, count):
    """[n, d] -> (mean [d], components [d, count]) with one average variance of 1 over the components."""
    mean = patches.mean(0)
    centred = patches - mean
    variance, vectors = np.linalg.eigh(centred.T @ centred / len(patches))
    order = np.argsort(variance)[::-1][:count]
    return mean, vectors[:, order] / np.sqrt(variance[order].mean())


def linear_classifier(features, genres, count, decay, steps=40):
    """Balanced multinomial regression of [n, d] on [n], below count -> (weights [d, count], bias [count])."""
    x, y = torch.tensor(features, dtype=torch.float32), torch.tensor(genres)
    counts = torch.bincount(y, minlength=count)
    balance = len(y) / (counts.clamp(min=1) * (counts > 0).sum())
    weights = torch.zeros(x.shape[1], count, requires_grad=True)
    bias = torch.zeros(count, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights, bias], max_iter=steps, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        value = F.cross_entropy(x @ weights + bias, y, weight=balance.float()) + decay * weights.square().sum()
        value.backward()
        return value

    optimiser.step(loss)
    return weights.detach().numpy(), bias.detach().numpy()


def window_views(patches):
    """[patches, d] -> [patches, 2 d]: mean and deviation over the eight patches from each on; the last full run at the end."""
    length = min(_WINDOW, len(patches))
    runs = np.lib.stride_tricks.sliding_window_view(patches, length, axis=0)
    views = np.concatenate([runs.mean(-1), runs.std(-1)], 1)
    return views[np.minimum(np.arange(len(patches)), len(views) - 1)]


class Targets:
    """Fitted on the training side; turns patches [n, 1024] into targets float32 [n, 128 + 64 + genres]."""

    def __init__(self, clips, patches, audio_set, genres=GENRES, decay=1e-2, seed=0):
        """clips and patches (float arrays [n, 1024], log1p) side by side, training side only, unaltered audio.

        audio_set: weights [classes, 1024] and bias [classes] of the teacher's last layer.
        """
        self._genres, self._audio_set = list(genres), audio_set
        stacked = np.concatenate([p[::_SPARSE].astype(np.float32) for p in patches])
        self._mean, self._components = principal_components(stacked, EMBEDDING)
        self._logit_mean, self._logit_components = principal_components(self._logits(stacked), SCORES)
        labelled = [(clip, window_views(p.astype(np.float32))) for clip, p in zip(clips, patches) if clip.genre is not None]
        views = np.concatenate([view for _, view in labelled])
        self._centre, self._scale = views.mean(0), views.std(0) + 0.05
        sources = sorted({clip.source for clip, _ in labelled})
        shuffled = np.random.default_rng(seed).permutation(sources)
        self._fold_of = {source: n % FOLDS for n, source in enumerate(shuffled)}
        self._heads = [self._fit([(c, p) for c, p in labelled if self._fold_of[c.source] != fold], decay)
                       for fold in range(FOLDS)]

    def _logits(self, patches):
        """AudioSet logits [n, classes], cut to where they tell something."""
        weights, bias = self._audio_set
        return np.clip(np.expm1(patches.astype(np.float32)) @ weights.T + bias, *_LOGITS)

    def _standardised(self, views):
        return (views - self._centre) / self._scale

    def _fit(self, labelled, decay):
        views = [self._standardised(views[::_WINDOW]) for _, views in labelled]
        genres = np.concatenate([[self._genres.index(clip.genre)] * len(v) for (clip, _), v in zip(labelled, views)])
        return linear_classifier(np.concatenate(views), genres, len(self._genres), decay)

    def genre_logits(self, clip, patches):
        """[n, genres], each of the eight patches from there on; unlabelled sources get the mean over all folds."""
        fold = self._fold_of.get(clip.source)
        heads = self._heads if fold is None else [self._heads[fold]]
        x = self._standardised(window_views(patches.astype(np.float32)))
        return np.mean([x @ weights + bias for weights, bias in heads], 0)

    def of(self, clip, patches):
        """float32 [n, 192 + genres]."""
        scores = (self._logits(patches) - self._logit_mean) @ self._logit_components
        embedding = (patches.astype(np.float32) - self._mean) @ self._components
        return np.concatenate([embedding, scores, self.genre_logits(clip, patches)], 1).astype(np.float32)


def first_frame(patch):
    """The mel frame at which the teacher's patch starts."""
    return round(patch * PATCH_HOP_S * SAMPLE_RATE_HZ / HOP_LENGTH)


def last_patch(frame_count, window_frames):
    """The last patch at which a window of `window_frames` can start."""
    return int((frame_count - window_frames + 0.5) * HOP_LENGTH / SAMPLE_RATE_HZ / PATCH_HOP_S)
