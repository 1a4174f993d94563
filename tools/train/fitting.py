"""Trains a system of the literature on windows and labels alone: Adam, a rate that falls as a cosine, a fixed number of
steps, nothing chosen on the way.

A system that has a closed problem solves it instead.
"""
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from calibrate import softmax
from progress import Progress

RATE, BATCH = 2e-3, 32  # the rate at the start
_PREDICTED_AT_ONCE = 64


def _draw_weights(windows):
    """Every genre as likely as another, and within it every track."""
    weights = np.ones(len(windows))
    for genre in np.unique(windows.genre):
        inside = windows.genre == genre
        _, member, counts = np.unique(windows.source[inside], return_inverse=True, return_counts=True)
        weights[inside] = 1 / counts[member] / len(counts)
    return weights / weights.sum()


def _inputs(network, windows, chosen):
    rows = torch.from_numpy(windows.views[network.view][chosen])
    return rows[:, None] if rows.dim() == 3 else rows


def train(network, windows, steps, seed, file, title):
    """Trains on the windows that the network can read; a file of finished weights is taken as it is."""
    file = Path(file)
    if file.exists():
        network.load_state_dict(torch.load(file))
        return network.eval()
    windows = windows.where(windows.readable(network.view))
    rows = torch.from_numpy(windows.views[network.view])
    if hasattr(network, "solve"):
        network.solve(rows, windows.genre)
    else:
        if hasattr(network, "fit"):
            network.fit(rows)
        _descend(network, windows, steps, seed, title)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    torch.save(network.state_dict(), part)
    part.rename(file)
    return network.eval()


def _descend(network, windows, steps, seed, title):
    rng, weights = np.random.default_rng(seed), _draw_weights(windows)
    optimiser = torch.optim.Adam(network.parameters(), lr=RATE)
    progress, network = Progress(title, steps), network.train()
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for step in range(1, steps + 1):
        chosen = rng.choice(len(windows), BATCH, p=weights)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = network(_inputs(network, windows, chosen)).float()
        loss = F.cross_entropy(logits, torch.from_numpy(windows.genre[chosen]))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        schedule.step()
        progress.update(step, f"loss {loss.item():.3f}")


@torch.no_grad()
def posteriors(network, windows, genres):
    """float [n, genres]; NaN where the network cannot read the window."""
    result = np.full((len(windows), genres), np.nan)
    for part in np.array_split(np.flatnonzero(windows.readable(network.view)), -(-len(windows) // _PREDICTED_AT_ONCE)):
        if len(part):
            result[part] = softmax(network(_inputs(network, windows, part)).numpy())
    return result
