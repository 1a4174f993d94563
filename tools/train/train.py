"""From a folder of recordings to a model bundle, in stages that resume where they stopped.

    1. features   mel frames and the teacher's view of every clip and its variants      WORK/features/
    2. training   the network, on the teacher's view and the labels at once              WORK/checkpoint.pt, log.jsonl
    3. bundle     temperatures, metrics, model.onnx, golden vectors, manifest and card   OUT
"""
import argparse
import os
import sys
from pathlib import Path

import numpy as np
import torch

import evaluate
import features
from batches import Batches, Feature
from datasets import DataError, all_clips
from distil import Training
from export import write_bundle
from labels import ACTIVITIES, GENRES
from targets import Targets

EXAMPLES = """
examples:
  train.py --data ../data --work ../work --out models/livegenre-0
      everything; run it again after an interruption and it goes on
  train.py --data ../data --work ../work --out models/livegenre-0 --steps 200 --music-variants 0 --mixed-variants 0
      a quick look whether all parts work
  train.py --data ../data --work ../work --out models/livegenre-0 --bundle-only
      a bundle of the checkpoint as it is

DATA holds gtzan/{train,valid}/<genre>/<track>.opus, gtzan-short likewise, gtzan-3s/{train,valid}.npz,
emotify/<genre>/<n>.opus, speech/<language>/..., noise/<class>/<fold>-<recording>-<take>.opus (ESC-10) and
teacher/ (YAMNet and yamnet_teacher.py). ffmpeg decodes.
"""
MEL_CLIP_DB = 14.5  # a standardised mel clip's typical deviation, which turns it into dB again


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__, epilog=EXAMPLES, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of recordings, laid out as below")
    parser.add_argument("--work", type=Path, required=True, help="folder for features, checkpoint and log (about 4 GB)")
    parser.add_argument("--out", type=Path, required=True, help="bundle to write; its last part is the model's id")
    parser.add_argument("--steps", type=int, default=24_000, help="training steps (default 24000)")
    parser.add_argument("--batch", type=int, default=48, help="windows a step (default 48)")
    parser.add_argument("--every", type=int, default=1000, help="steps between checkpoints and measurements (default 1000)")
    parser.add_argument("--music-variants", type=int, default=2, help="altered copies of a music clip (default 2)")
    parser.add_argument("--mixed-variants", type=int, default=1, help="mixes with another track (default 1)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes that compute features (default: cores)")
    parser.add_argument("--bundle-only", action="store_true", help="skip to the bundle, with the checkpoint there is")
    options = parser.parse_args(arguments)
    for name in ("steps", "batch", "every", "jobs"):
        if getattr(options, name) < 1:
            parser.error(f"--{name} must be at least 1, not {getattr(options, name)}")
    return options


def documented(options):
    """The command that repeats this run, with the reader's own folders."""
    names = "steps", "batch", "music-variants", "mixed-variants", "seed"
    kept = {name: getattr(options, name.replace("-", "_")) for name in names}
    return " ".join([f"/usr/bin/python3 tools/train/train.py --data DATA --work WORK --out models/{options.out.name}",
                     *(f"--{name} {value}" for name, value in kept.items())])


def stored(work, clip, variant):
    """(frames float16 [t, 128], teacher's patches float16 [n, 1024]), or None where the clip could not be read."""
    file = features.feature_file(work, clip, variant)
    if not file.exists():
        return None
    with np.load(file) as arrays:
        return arrays["mel"], arrays["teacher"]


def load_features(clips, work, counts):
    """Every training feature, with targets by a teacher fitted on the clips as they are."""
    clips = [clip for clip in clips if clip.part == "train"]
    plain = [(clip, arrays[1]) for clip in clips if clip.is_audio and (arrays := stored(work, clip, 0))]
    targets = Targets(*zip(*plain))
    loaded = []
    for clip in clips:
        activity, genre = ACTIVITIES.index(clip.activity), GENRES.index(clip.genre) if clip.genre else -1
        if not clip.is_audio:
            frames = (features.load_mel_clip(clip) * MEL_CLIP_DB).astype(np.float16)
            loaded.append(Feature(clip.source, activity, genre, frames, None))
            continue
        for variant in range(counts.of(clip)):
            if arrays := stored(work, clip, variant):
                frames, patches = arrays
                mixed = counts.is_mixed(clip, variant)
                loaded.append(Feature(clip.source, activity, -1 if mixed else genre, frames, targets.of(clip, patches)))
    return loaded


def main(arguments=None):
    options = parse(arguments)
    try:
        clips = all_clips(options.data)
        counts = features.Counts(options.music_variants, options.mixed_variants)
        if not options.bundle_only:
            features.prepare(clips, options.data, options.work, counts, options.seed, options.jobs)
        heldout = evaluate.heldout(clips, options.work)
        training = Training(options.work, options.seed)
        if not options.bundle_only:
            batches = Batches(load_features(clips, options.work, counts), options.batch, options.seed)
            training.run(batches, options.steps, options.every, lambda network: evaluate.summary(network, heldout))
    except DataError as error:
        sys.exit(f"train: {error}")
    if training.step == 0:
        sys.exit(f"train: {options.work}: no checkpoint to make a bundle of; run without --bundle-only first")
    write_bundle(options.out, training, heldout, clips, options.work,
                 {"batch": options.batch, "command": documented(options)})
    return 0


if __name__ == "__main__":
    sys.exit(main())
