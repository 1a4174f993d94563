"""The training loop: the teacher's view and the labels at once, with averaged weights and checkpoints."""
import copy
import json
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from clips import DataError
from labels import GENRES
from network import GenreNetwork
from progress import Progress

PEAK_RATE, DECAY, AVERAGING = 2e-3, 0.02, 0.998
_WARM_UP = 300  # steps
_CONSTANT = 0.4  # of all steps; a cosine to 0 follows
_TEACHER_WEIGHT, _ACTIVITY_WEIGHT = 2.0, 0.5  # in the loss, where genre counts once
_LEAST_SHARE = 1e-3  # of a genre in training, where it is divided out
_WHOLE_WINDOW = 2.0  # the teacher's mean over the window, beside its patches: the genre is in what lasts


def learning_rate(step, steps):
    """Linear warm-up, a plateau, a half cosine down to 0."""
    if step < _WARM_UP:
        return PEAK_RATE * (step + 1) / _WARM_UP
    falling = max(0.0, (step / steps - _CONSTANT) / (1 - _CONSTANT))
    return PEAK_RATE * 0.5 * (1 + np.cos(np.pi * min(1.0, falling)))


def soft_cross_entropy(logits, target):
    """[n]."""
    return -(target * F.log_softmax(logits, 1)).sum(1)


def losses(network, batch):
    """(teacher, genre, activity), each a mean over the windows it is known for."""
    tensors = {name: torch.from_numpy(values) for name, values in vars(batch).items()}
    with torch.autocast("cpu", dtype=torch.bfloat16):
        genre, activity, embedding = (out.float() for out in network.embed(tensors["mel"]))
    error = embedding - tensors["embedding"]
    teacher = error.square().mean((1, 2)) + _WHOLE_WINDOW * error.mean(1).square().mean(1)
    genre = soft_cross_entropy(genre, tensors["genre"])
    weights = tensors["embedding_weight"], tensors["genre_weight"]
    means = [(loss * w).sum() / w.sum().clamp(min=1) for loss, w in zip((teacher, genre), weights)]
    return *means, soft_cross_entropy(activity, tensors["activity"]).mean()


@torch.no_grad()
def average_into(averaged, network, step):
    """Exponential average of weights and statistics; a short memory at first."""
    keep = min(AVERAGING, (1 + step) / (10 + step))
    for old, new in zip(averaged.state_dict().values(), network.state_dict().values()):
        if old.is_floating_point():
            old.lerp_(new, 1 - keep)
        else:
            old.copy_(new)


class Training:
    """A network, its average, its optimiser and the step they are at, kept in <work>/checkpoint.pt."""

    def __init__(self, work, seed, genres=GENRES):
        torch.manual_seed(seed)
        self.genres = list(genres)
        self._file = Path(work) / "checkpoint.pt"
        self._log = Path(work) / "log.jsonl"
        self.step = 0
        self.network = GenreNetwork(genres=len(genres))
        self.averaged = copy.deepcopy(self.network).requires_grad_(False)
        self.genre_seen = torch.zeros(len(genres), dtype=torch.float64)  # the sum of all genre targets so far
        decaying = [p for p in self.network.parameters() if p.dim() > 1]
        plain = [p for p in self.network.parameters() if p.dim() <= 1]
        self._optimiser = torch.optim.AdamW([{"params": decaying}, {"params": plain, "weight_decay": 0}],
                                            lr=PEAK_RATE, weight_decay=DECAY)
        if self._file.exists():
            self._load()

    def _load(self):
        state = torch.load(self._file)
        learned = state.get("genres", GENRES)
        if learned != self.genres:
            raise DataError(f"{self._file} has learned {', '.join(learned)}; the data has {', '.join(self.genres)}. "
                            "Give the same data, or another --work")
        try:
            self.network.load_state_dict(state["network"])
            self.averaged.load_state_dict(state["averaged"])
        except RuntimeError as error:
            raise DataError(f"{self._file} is of another network, of an earlier version perhaps; give another --work") from error
        self.step = state["step"]
        self.genre_seen = state.get("genre_seen", self.genre_seen)
        self._optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["rng"])

    def _save(self):
        part = self._file.with_suffix(".part")
        torch.save({"step": self.step, "genres": self.genres, "network": self.network.state_dict(), "averaged": self.averaged.state_dict(),
                    "genre_seen": self.genre_seen, "optimiser": self._optimiser.state_dict(), "rng": torch.get_rng_state()}, part)
        part.rename(self._file)

    def balanced(self):
        """A copy of the averaged network whose posteriors take all genres for equally likely.

        What genres were in training is divided out (Saerens, Latinne and Decaestecker, "Adjusting the outputs of a classifier
        to new a priori probabilities", 2002). Labels are drawn evenly, but what the teacher says of music without
        labels is not even, and where sound decides little the network answers what it has met most.
        """
        network = copy.deepcopy(self.averaged).eval()
        if self.genre_seen.sum() > 0:
            prior = (self.genre_seen / self.genre_seen.sum()).clamp(min=_LEAST_SHARE).log()
            network.genre.bias -= (prior - prior.mean()).float()
        return network

    def run(self, batches, steps, every, measure):
        """Trains up to `steps`; every `every` steps it writes a checkpoint and one line of log with measure(balanced())."""
        progress, recent = Progress("training", steps, self.step), []
        for batch in batches.stream(self.step, steps):
            for group in self._optimiser.param_groups:
                group["lr"] = learning_rate(self.step, steps)
            self.network.train()
            parts = losses(self.network, batch)
            self._optimiser.zero_grad(set_to_none=True)
            (_TEACHER_WEIGHT * parts[0] + parts[1] + _ACTIVITY_WEIGHT * parts[2]).backward()
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
            self._optimiser.step()
            average_into(self.averaged, self.network, self.step)
            self.genre_seen += torch.from_numpy(batch.genre[batch.genre_weight > 0]).sum(0)
            self.step += 1
            recent.append([float(part) for part in parts])
            progress.update(self.step, "teacher {:.3f} genre {:.3f} activity {:.3f}".format(*np.mean(recent[-50:], 0)))
            if self.step % every == 0 or self.step == steps:
                teacher, genre, activity = np.mean(recent, 0)
                recent.clear()
                line = {"step": self.step, "teacher_loss": teacher, "genre_loss": genre, "activity_loss": activity,
                        **measure(self.balanced())}
                with open(self._log, "a") as log:
                    log.write(json.dumps(line) + "\n")
                print(json.dumps(line), flush=True)
                self._save()
