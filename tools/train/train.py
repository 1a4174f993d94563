"""From a folder of recordings to a model bundle, in stages that resume where they stopped.

    1. features   mel frames and the teacher's view of every clip and its variants      WORK/features/
    2. training   the network, on the teacher's view and the labels at once              WORK/checkpoint.pt, log.jsonl
    3. bundle     temperatures, metrics, model.onnx, golden vectors, manifest and card   OUT
"""
import argparse
import os
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import torch

import datasets
import evaluate
import features
import teacher
from batches import Batches, Feature
from clips import DataError
from distil import Training
from export import write_bundle
from labels import ACTIVITIES
from targets import Targets

EXAMPLES = """
examples:
  train.py --dataset folder:music --no-teacher --work ../work --out models/station-1
      music/<label>/<track>, split by track; the labels are the folders' names
  train.py --dataset folder:music --dataset speech:voices --unlabelled archive --teacher ../data/teacher \\
           --work ../work --out models/station-1
      with voices to tell speech by, and music without labels that the teacher speaks about
  train.py --dataset fma:fma --no-teacher --work ../work --out models/fma-small
      the eight genres of FMA small, on its own split
  free_music.py ../free && train.py --data ../data --unlabelled ../free --work ../work --out models/livegenre-1
      the recipe of the released model, from scratch; run it again after an interruption and it goes on
  train.py --data ../data --work ../work --out models/livegenre-1 --bundle-only
      a bundle of the checkpoint as it is

Kinds of data sets. Any audio that ffmpeg decodes; a track, and an artist where known, stands on one side only:
  folder       <label>/<track>, split here; or {train,valid}/<label>/<track>; artists.csv (track,artist) if you have it
  fma          fma_metadata/tracks.csv and fma_small/000/000002.mp3; FMA's own split, without its test part
  gtzan        {train,valid}/<genre>/<track>; or genres/<genre>/<track>.wav, train_filtered.txt and valid_filtered.txt
  gtzan-short  as gtzan, of excerpts of 2 to 3 s
  mel-clips    {train,valid}.npz of log-mel [128, 130] named <genre>.<number>
  emotify      <genre>/<n>
  unlabelled   music of any layout
  speech       voices of any layout; without them the model cannot know speech
  noise        other sounds of any layout; generated ones are always there

--data DATA holds gtzan/, gtzan-short/, gtzan-3s/ (mel clips), emotify/, speech/<language>/...,
noise/<class>/<fold>-<recording>-<take>.opus (ESC-10) and teacher/ (YAMNet and yamnet_teacher.py).
"""
MEL_CLIP_DB = 14.5  # a standardised mel clip's typical deviation, which turns it into dB again


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__, epilog=EXAMPLES, formatter_class=argparse.RawTextHelpFormatter)
    datasets.add_arguments(parser)
    parser.add_argument("--work", type=Path, required=True, help="folder for features, checkpoint and log (about 4 GB)")
    parser.add_argument("--out", type=Path, required=True, help="bundle to write; its last part is the model's id")
    parser.add_argument("--steps", type=int, default=24_000, help="training steps (default 24000)")
    parser.add_argument("--batch", type=int, default=48, help="windows a step (default 48)")
    parser.add_argument("--every", type=int, default=1000, help="steps between checkpoints and measurements (default 1000)")
    parser.add_argument("--music-variants", type=int, default=3, help="altered copies of a music clip (default 3)")
    parser.add_argument("--mixed-variants", type=int, default=1, help="mixes with another track (default 1)")
    parser.add_argument("--distant-variants", type=int, default=2, help="copies as a microphone across a room hears them (default 2)")
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
    names = "steps", "batch", "music-variants", "mixed-variants", "distant-variants", "seed"
    kept = {name: getattr(options, name.replace("-", "_")) for name in names}
    return " ".join(["/usr/bin/python3 tools/train/train.py", *datasets.documented(options),
                     f"--work WORK --out models/{options.out.name}", *(f"--{name} {value}" for name, value in kept.items())])


def stored(work, clip, variant):
    """(frames float16 [t, 128], teacher's patches float16 [n, 1024] or None), or None where the clip could not be read."""
    file = features.feature_file(work, clip, variant)
    if not file.exists():
        return None
    with np.load(file) as arrays:
        return arrays["mel"], arrays["teacher"] if "teacher" in arrays else None


def load_features(data, work, counts):
    """Every training feature, with targets by a teacher fitted on the unaltered clips of known kinds, if there is one."""
    clips = [clip for clip in data.clips if clip.part == "train"]
    targets = _fitted(clips, work, data) if data.teacher else None
    loaded = []
    for clip in clips:
        activity, genre = ACTIVITIES.index(clip.activity), data.genres.index(clip.genre) if clip.genre else -1
        if not clip.is_audio:
            frames = (features.load_mel_clip(clip) * MEL_CLIP_DB).astype(np.float16)
            loaded.append(Feature(clip.source, activity, genre, frames, None))
            continue
        for variant in range(counts.of(clip)):
            if arrays := stored(work, clip, variant):
                frames, patches = arrays
                if counts.is_distant(clip, variant):
                    patches = stored(work, clip, 0)[1]
                taught = targets.of(clip, patches) if targets else None
                mixed = counts.is_mixed(clip, variant)
                loaded.append(Feature(clip.source, activity, -1 if mixed else genre, frames, taught))
    return loaded


def _fitted(clips, work, data):
    known = [clip for clip in clips if clip.is_audio and clip.kind != "unlabelled"]
    plain = [(clip, arrays[1]) for clip in known if (arrays := stored(work, clip, 0))]
    if any(patches is None for _, patches in plain):
        raise DataError(f"{work}: its features were made without the teacher; give another --work, or --no-teacher")
    return Targets(*zip(*plain), teacher.audio_set(teacher.load(data.teacher)), data.genres)


def describe(data):
    """What there is to learn, and what the model will not know."""
    for activity in ("music", "speech", "noise"):
        parts = Counter(clip.part for clip in data.clips if clip.activity == activity)
        print(f"{activity}: {parts['train']} clips to train on, {parts['valid']} held out")
        if activity == "speech" and not parts["train"]:
            print("  no speech: the model will call voices music or noise; --dataset speech:DIR changes that")
    tracks = Counter((clip.genre, clip.part) for clip in data.clips)
    print("labels: " + ", ".join(f"{genre} {tracks[genre, 'train']} + {tracks[genre, 'valid']}" for genre in data.genres))
    print(f"teacher: {data.teacher or 'none, labels alone'}", flush=True)


def main(arguments=None):
    options = parse(arguments)
    try:
        data = datasets.from_arguments(options)
        # A mix has no label, and without a teacher nobody can say what it is.
        counts = features.Counts(options.music_variants, options.mixed_variants if data.teacher else 0,
                                 options.distant_variants)
        if not options.bundle_only:
            describe(data)
            features.prepare(data.clips, data.teacher, options.work, counts, options.seed, options.jobs)
        heldout = evaluate.heldout(data.clips, options.work, data.genres)
        training = Training(options.work, options.seed, data.genres)
        if options.steps < training.step:
            raise DataError(f"{options.work}: its checkpoint has taken {training.step} steps, more than --steps {options.steps}; "
                            f"give --steps {training.step} or more, or another --work")
        if not options.bundle_only:
            batches = Batches(load_features(data, options.work, counts), options.batch, options.seed, len(data.genres))
            training.run(batches, options.steps, options.every, lambda network: evaluate.summary(network, heldout))
    except DataError as error:
        sys.exit(f"train: {error}")
    if training.step == 0:
        sys.exit(f"train: {options.work}: no checkpoint to make a bundle of; run without --bundle-only first")
    write_bundle(options.out, training, heldout, data.clips, options.work,
                 {"plannedSteps": options.steps, "batch": options.batch, "teacher": data.teacher is not None,
                  "variants": counts.music, "mixedVariants": counts.music_mixed, "distantVariants": counts.music_distant, "command": documented(options)})
    return 0


if __name__ == "__main__":
    sys.exit(main())
