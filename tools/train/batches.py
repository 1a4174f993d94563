"""Training batches: balanced draws from all features, cut, mixed, masked and normalised.

Batch k of a seed is always the same, so that a resumed run continues as if it had not stopped.
"""
from collections import defaultdict
from dataclasses import dataclass
from multiprocessing import get_context
from queue import Empty

import numpy as np

import augment
from front_end import EPSILON, WINDOW_FRAMES, normalise
from labels import ACTIVITIES, GENRES
from network import TEACHER_VIEW, patch_count
from targets import first_frame, last_patch

SHORT_FRAMES = 130  # 3 s, the length of the mel clips
MUSIC, SPEECH, SPEECH_OVER_MUSIC, NOISE = range(len(ACTIVITIES))
_SHARES = {MUSIC: 0.72, SPEECH: 0.08, SPEECH_OVER_MUSIC: 0.12, NOISE: 0.08}
_UNLABELLED = 0.5  # of music
TRUST_IN_TEACHER = 0.85  # of a labelled window's genre target
_SMOOTHING = 0.1  # where there is a label and no teacher
_MIXUP = 0.35  # of music windows
_REVERBERANT, _HISSING = 0.3, 0.3  # windows heard in a room, or through hiss; the teacher heard them without
_HISSING_ROOM = 0.6  # of reverberant windows: what hears a room is a microphone
_PAUSED, _JOINED = 0.04, 0.05  # windows that hold a pause, or two kinds of sound one after the other


@dataclass
class Feature:
    """frames float16 [t, 128]; targets float32 [patches, 192 + genres] or None (mel clips, or no teacher); genre -1 where unlabelled."""
    source: str
    activity: int
    genre: int
    frames: np.ndarray
    targets: np.ndarray | None


@dataclass
class Batch:
    """mel [n, 1, 128, t]; embedding [n, patches, 192]; genre and activity are distributions; weights are 0 where unknown."""
    mel: np.ndarray
    embedding: np.ndarray
    embedding_weight: np.ndarray
    genre: np.ndarray
    genre_weight: np.ndarray
    activity: np.ndarray


def _next(queue, producer):
    """The next batch; raises RuntimeError where the process that makes them has died."""
    while True:
        try:
            return queue.get(timeout=5)
        except Empty:
            if not producer.is_alive():
                raise RuntimeError("the process that makes batches has ended; what it said stands above") from None


def normalise_again(mel):
    """Mean 0 and deviation 1 once more."""
    return (mel - mel.mean()) / max(EPSILON, mel.std())


def _softmax(logits):
    e = np.exp(logits - logits.max())
    return e / e.sum()


class Batches:
    """Draws by genre, then by source, then by variant, so that no genre or long file dominates."""

    def __init__(self, features, size, seed, genres=len(GENRES)):
        self._size, self._seed, self._genres = size, seed, genres
        pools = defaultdict(lambda: defaultdict(list))  # (activity, genre) -> source -> variants
        for feature in features:
            pools[feature.activity, feature.genre][feature.source].append(feature)
        pools = {key: list(sources.values()) for key, sources in pools.items()}
        self._unlabelled = pools.pop((MUSIC, -1), [])
        self._by_genre = [pools[MUSIC, genre] for genre in range(genres) if (MUSIC, genre) in pools]
        self._other = {activity: pools[activity, -1] for activity in (SPEECH, NOISE) if (activity, -1) in pools}
        shares = np.array([_SHARES[activity] if self._is_there(activity) else 0 for activity in range(len(ACTIVITIES))])
        self._shares = shares / shares.sum()

    def _is_there(self, activity):
        return activity == MUSIC or (SPEECH if activity == SPEECH_OVER_MUSIC else activity) in self._other

    def __getitem__(self, number):
        """Batch `number`."""
        rng = np.random.default_rng([self._seed, number])
        frames = WINDOW_FRAMES if rng.random() < 0.6 else SHORT_FRAMES
        activities = rng.choice(len(ACTIVITIES), self._size, p=self._shares)
        batch = self._mixed_up(self._assembled([self._example(a, frames, rng) for a in activities]), activities, rng)
        return self._joined(batch, rng)

    def _draw(self, sources, rng):
        variants = sources[rng.integers(len(sources))]
        return variants[rng.integers(len(variants))]

    def _draw_music(self, rng):
        if self._unlabelled and rng.random() < _UNLABELLED:
            return self._draw(self._unlabelled, rng)
        return self._draw(self._by_genre[rng.integers(len(self._by_genre))], rng)

    def _example(self, activity, count, rng):
        feature = self._draw_music(rng) if activity in (MUSIC, SPEECH_OVER_MUSIC) else self._draw(self._other[activity], rng)
        frames, heard = self._audible_cut(feature, count, rng)
        embedding, genre = self._targets(feature, heard)
        if activity == SPEECH_OVER_MUSIC:
            voice, _ = self._audible_cut(self._draw(self._other[SPEECH], rng), count, rng)
            frames, embedding, genre = augment.mix_frames(voice, frames, rng.uniform(-7, 15)), None, None
        if activity != NOISE and NOISE in self._other and rng.random() < 0.2:
            noise, _ = self._audible_cut(self._draw(self._other[NOISE], rng), count, rng)
            frames = augment.mix_frames(frames, noise, rng.uniform(5, 25))
        reverberant = rng.random() < _REVERBERANT
        if reverberant:
            frames = augment.reverberate_frames(frames, rng.uniform(0.2, 1.0), rng.uniform(0.1, 0.6))
        if rng.random() < (_HISSING_ROOM if reverberant else _HISSING):
            frames = augment.mix_frames(frames, augment.hiss_frames(count, rng), rng.uniform(10, 30))
        if rng.random() < 0.5:
            frames = augment.colour(frames, rng)
        if rng.random() < _PAUSED:
            frames, embedding = augment.pause(frames, rng), None
        if rng.random() < 0.15:
            frames = augment.cut_treble(frames, rng.uniform(3000, 9000))
        return augment.mask(normalise(frames), rng), embedding, genre, activity

    def _audible_cut(self, feature, count, rng):
        """(frames float32 [count, 128], the teacher's patches in them or None), silence avoided where possible."""
        for _ in range(4):
            frames, heard = self._cut(feature, count, rng)
            if frames.max() > -80:
                break
        return frames.astype(np.float32), heard

    def _cut(self, feature, count, rng):
        if feature.targets is None:
            return augment.take_frames(feature.frames, count, rng)[0], None
        patches = patch_count(count)
        if len(feature.frames) < count:  # repeated, so that no patch has its place
            return augment.take_frames(feature.frames, count, rng)[0], np.tile(feature.targets.mean(0), (patches, 1))
        patch = rng.integers(last_patch(len(feature.frames), count) + 1)
        start = first_frame(patch)
        within = np.minimum(np.arange(patch, patch + patches), len(feature.targets) - 1)
        return feature.frames[start:start + count], feature.targets[within]

    def _targets(self, feature, heard):
        hard = None if feature.genre < 0 else np.eye(self._genres)[feature.genre]
        if heard is None:
            return None, None if hard is None else (1 - _SMOOTHING) * hard + _SMOOTHING / self._genres
        embedding = heard[:, :TEACHER_VIEW]
        if feature.activity != MUSIC:
            return embedding, None
        soft = _softmax(heard[0, TEACHER_VIEW:])
        return embedding, soft if hard is None else (1 - TRUST_IN_TEACHER) * hard + TRUST_IN_TEACHER * soft

    def _assembled(self, examples):
        size = len(examples)
        batch = Batch(np.stack([frames.T for frames, *_ in examples])[:, None].astype(np.float32),
                      np.zeros((size, patch_count(len(examples[0][0])), TEACHER_VIEW), np.float32), np.zeros(size, np.float32),
                      np.zeros((size, self._genres), np.float32), np.zeros(size, np.float32),
                      np.eye(len(ACTIVITIES), dtype=np.float32)[[activity for *_, activity in examples]])
        for n, (_, embedding, genre, _) in enumerate(examples):
            if embedding is not None:
                batch.embedding[n], batch.embedding_weight[n] = embedding, 1
            if genre is not None:
                batch.genre[n], batch.genre_weight[n] = genre, 1
        return batch

    def _mixed_up(self, batch, activities, rng):
        music = np.flatnonzero((activities == MUSIC) & (batch.genre_weight > 0))
        partners = rng.permutation(music)
        share = np.ones(self._size, np.float32)
        share[music] = np.where(rng.random(len(music)) < _MIXUP, rng.uniform(0.5, 1, len(music)), 1)
        other = np.arange(self._size)
        other[music] = partners
        batch.embedding_weight[share < 1] *= batch.embedding_weight[other[share < 1]]
        for values in (batch.mel, batch.embedding, batch.genre):
            weight = share.reshape(-1, *[1] * (values.ndim - 1))
            values[:] = weight * values + (1 - weight) * values[other]
        return batch

    def _joined(self, batch, rng):
        """Some windows go on as another: the change that every programme has. The longer part gives the genre."""
        frames = batch.mel.shape[-1]
        for n in np.flatnonzero(rng.random(self._size) < _JOINED):
            other, kept = rng.integers(self._size), rng.uniform(0.5, 0.85)
            at = int(kept * frames)
            batch.mel[n, ..., at:] = batch.mel[other, ..., :frames - at]
            batch.mel[n] = normalise_again(batch.mel[n])
            batch.activity[n] = kept * batch.activity[n] + (1 - kept) * batch.activity[other]
            batch.embedding_weight[n] = 0
        return batch

    def stream(self, first, last):
        """Batches first..last - 1, made ahead by a process of their own."""
        context = get_context("fork")  # shares the features without a copy; the child uses NumPy only
        queue = context.Queue(maxsize=6)
        producer = context.Process(target=self._produce, args=(queue, first, last), daemon=True)
        producer.start()
        try:
            for _ in range(first, last):
                yield _next(queue, producer)
        finally:
            producer.kill()

    def _produce(self, queue, first, last):
        for number in range(first, last):
            queue.put(self[number])
