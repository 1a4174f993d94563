"""Computes, once, what training reads: mel frames and the teacher's view of every clip and its variants.

Variant 0 is the clip as it is. Training clips get more, each a random listening situation: first as something on air, then
mixed with another track of the training side, which makes music that nobody has labelled, then as a microphone across a
room hears them. Of these last the teacher hears the clip as it is: what it says of a room is what the network should not learn.
"""
import zlib
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch

import audio
import augment
import front_end
import synthesis
import teacher
from progress import Progress


@dataclass(frozen=True)
class Counts:
    """Variants besides the clip itself."""
    music: int = 3
    music_mixed: int = 1
    music_distant: int = 2
    other: int = 1

    def of(self, clip):
        if clip.part != "train" or not clip.is_audio or clip.kind == "unlabelled":
            return 1
        return 1 + (self.music + self.music_mixed + self.music_distant if clip.activity == "music" else self.other)

    def is_mixed(self, clip, variant):
        return clip.activity == "music" and 0 < variant - self.music <= self.music_mixed

    def is_distant(self, clip, variant):
        """Whether the teacher hears variant 0 instead."""
        return clip.activity == "music" and variant > self.music + self.music_mixed


def rng_of(clip, variant, seed):
    return np.random.default_rng([seed, zlib.crc32(clip.name.encode()), variant])


def load_samples(clip):
    """float32 [samples] at 22,050 Hz."""
    if clip.kind == "synthetic":
        return synthesis.noise(clip.path)
    return audio.decode(clip.path, front_end.SAMPLE_RATE_HZ)


def load_mel_clip(clip):
    """A log-mel clip -> float32 [frames, 128]."""
    file, key = clip.path.split("#")
    with np.load(file) as clips:
        return clips[key].T.astype(np.float32)


def feature_file(work, clip, variant):
    return Path(work) / "features" / f"{clip.name.replace('/', '+')}+{variant}.npz"


def variant_samples(clip, variant, companions, counts, seed):
    """The clip's samples as variant `variant` hears them."""
    samples, rng = load_samples(clip), rng_of(clip, variant, seed)
    if variant == 0:
        return samples
    if counts.is_distant(clip, variant):
        return augment.from_afar(samples, rng)
    if counts.is_mixed(clip, variant):
        other = load_samples(companions[rng.integers(len(companions))])
        samples = augment.add_at_snr(samples, augment.change_speed(other, rng.uniform(0.9, 1.1)), rng.uniform(-6, 6))
    return augment.on_air(samples, rng)


def _compute(task):
    clip, variant = task
    samples = variant_samples(clip, variant, _shared["companions"], _shared["counts"], _shared["seed"])
    target = feature_file(_shared["work"], clip, variant)
    part = target.with_suffix(".part.npz")
    is_taught = _shared["teacher"] and not _shared["counts"].is_distant(clip, variant)
    taught = {"teacher": teacher.embed(_shared["teacher"], samples)} if is_taught else {}
    np.savez(part, mel=front_end.log_mel(samples).astype(np.float16), **taught)
    part.rename(target)


_shared = {}


def _start(teacher_folder, work, companions, counts, seed):
    torch.set_num_threads(1)
    _shared.update(work=work, companions=companions, counts=counts, seed=seed,
                   teacher=teacher.load(teacher_folder) if teacher_folder else None)


def prepare(clips, teacher_folder, work, counts, seed, jobs):
    """Writes every missing feature file, without the teacher's view where its folder is None; a file that cannot be read is named and left out."""
    (Path(work) / "features").mkdir(parents=True, exist_ok=True)
    audible = [clip for clip in clips if clip.is_audio]
    tasks = [(clip, variant) for variant in range(max(map(counts.of, audible), default=0))
             for clip in audible if variant < counts.of(clip)]
    missing = [task for task in tasks if not feature_file(work, *task).exists()]
    if not missing:
        return
    companions = [clip for clip in audible if clip.part == "train" and clip.activity == "music" and not clip.is_excerpt]
    progress = Progress("features", len(tasks), len(tasks) - len(missing))
    with get_context("spawn").Pool(jobs, _start, (teacher_folder, work, companions, counts, seed)) as pool:
        for done, error in enumerate(pool.imap_unordered(_try_compute, missing), 1):
            progress.update(len(tasks) - len(missing) + done)
            if error:
                print(f"left out: {error}")


def _try_compute(task):
    try:
        _compute(task)
    except audio.AudioError as error:
        return str(error)
    return None
