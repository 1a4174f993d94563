"""What the network is taught about a stretch of audio, from the teacher's patches.

For every patch: the first principal components of the teacher's embedding, scaled by one number, and the genre
logits of a linear classifier on it. Labelled sources get the logits of a classifier that has not seen them
(five folds by source), so that they carry what the teacher hears and not what the labels say.
"""
import numpy as np
import torch
from torch.nn import functional as F

from labels import GENRES
from network import EMBEDDING

FOLDS = 5
_SPARSE = 3  # every third patch is enough for means and components
_WINDOW = 8  # patches of one training example of the classifier: 8 x 0.48 s


def principal_components(patches):
    """[n, 1024] -> (mean [1024], components [1024, 128]) with one average variance of 1 over the components."""
    mean = patches.mean(0)
    centred = patches - mean
    variance, vectors = np.linalg.eigh(centred.T @ centred / len(patches))
    order = np.argsort(variance)[::-1][:EMBEDDING]
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


def windows_of(patches):
    """[patches, d] -> [windows, d]: means over runs of eight; shorter clips give one mean."""
    count = max(1, len(patches) // _WINDOW)
    return np.stack([part.mean(0) for part in np.array_split(patches, count)])


class Targets:
    """Fitted on the training side; turns patches [n, 1024] into targets float32 [n, 128 + genres]."""

    def __init__(self, clips, patches, genres=GENRES, decay=3e-3, seed=0):
        """clips and patches (float arrays [n, 1024]) side by side, training side only, unaltered audio."""
        self._genres = list(genres)
        stacked = np.concatenate([p[::_SPARSE].astype(np.float32) for p in patches])
        self._mean, self._components = principal_components(stacked)
        self._scale = stacked.std(0) + 0.05
        labelled = [(clip, self._standardised(p)) for clip, p in zip(clips, patches) if clip.genre is not None]
        sources = sorted({clip.source for clip, _ in labelled})
        shuffled = np.random.default_rng(seed).permutation(sources)
        self._fold_of = {source: n % FOLDS for n, source in enumerate(shuffled)}
        self._heads = [self._fit([(c, p) for c, p in labelled if self._fold_of[c.source] != fold], decay)
                       for fold in range(FOLDS)]

    def _standardised(self, patches):
        return (patches.astype(np.float32) - self._mean) / self._scale

    def _fit(self, labelled, decay):
        windows = [windows_of(patches) for _, patches in labelled]
        genres = np.concatenate([[self._genres.index(clip.genre)] * len(w) for (clip, _), w in zip(labelled, windows)])
        return linear_classifier(np.concatenate(windows), genres, len(self._genres), decay)

    def genre_logits(self, clip, patches):
        """[n, genres]; unlabelled sources get the mean over all folds."""
        fold = self._fold_of.get(clip.source)
        heads = self._heads if fold is None else [self._heads[fold]]
        x = self._standardised(patches)
        return np.mean([x @ weights + bias for weights, bias in heads], 0)

    def of(self, clip, patches):
        """float32 [n, 128 + genres]."""
        embedding = (patches.astype(np.float32) - self._mean) @ self._components
        return np.concatenate([embedding, self.genre_logits(clip, patches)], 1).astype(np.float32)
