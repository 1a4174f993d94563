"""How good a network is on the held-out side, per track and per window.

    /usr/bin/python3 tools/train/evaluate.py --data DIR --work DIR      prints the metrics of WORK's checkpoint as JSON

A figure that the data has nothing to measure on is None.
"""
import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

import augment
import datasets
import features
import front_end
import quantize
from calibrate import expected_calibration_error, fit_temperature, softmax
from clips import DataError
from distil import Training
from labels import ACTIVITIES, GENRES

MIX_SNR_DB = (-5, 15)  # speech against the music under it
_MIX_SECONDS = 8.2  # three windows
_OBSERVED = 512  # training clips that the ranges of the eight-bit network are observed on


@dataclass
class Heldout:
    """Windows of all lengths, with what is known of each."""
    windows: list  # of float32 [128, t]
    source: np.ndarray
    full: np.ndarray  # cut from a whole recording, not from a clip of 2 to 3 s
    genre: np.ndarray  # -1 where there is none
    activity: np.ndarray
    genres: list  # what the numbers in `genre` stand for


def _windows_of(frames):
    """Model windows of frames; shorter material is one window as long as it is."""
    if len(frames) >= front_end.WINDOW_FRAMES:
        return list(front_end.model_windows(frames))
    return [np.ascontiguousarray(front_end.normalise(frames).T)]


def speech_over_music(clips, work, seed=0):
    """Mixes of held-out speech and held-out full tracks -> list of frames [t, 128]; kept in <work>."""
    file = Path(work) / "speech-over-music.npy"
    if not file.exists():
        rng = np.random.default_rng(seed)
        count = int(_MIX_SECONDS * front_end.SAMPLE_RATE_HZ)
        voices = [features.load_samples(clip) for clip in clips if clip.activity == "speech"]
        mixes = []
        for clip in clips:
            if voices and clip.activity == "music" and not clip.is_excerpt:
                music, voice = features.load_samples(clip), voices[rng.integers(len(voices))]
                music, voice = (augment.take_frames(samples, count, rng)[0] for samples in (music, voice))
                mixes.append(front_end.log_mel(augment.add_at_snr(voice, music, rng.uniform(*MIX_SNR_DB))))
        np.save(file, np.array(mixes, np.float16))
    return list(np.load(file).astype(np.float32))


def _frames_of(clip, work):
    """Log-mel [t, 128] of the clip as it is, or None where it could not be read."""
    if not clip.is_audio:
        return features.load_mel_clip(clip)
    file = features.feature_file(work, clip, 0)
    if not file.exists():
        return None
    with np.load(file) as stored:
        return stored["mel"].astype(np.float32)


def _windows_to_observe(clips, work, seed=0):
    """One window each of up to 512 clips of the training side, drawn at random -> list of float32 [128, t]."""
    rng = np.random.default_rng(seed)
    clips = [clip for clip in clips if clip.part == "train"]
    drawn = (_frames_of(clips[n], work) for n in rng.permutation(len(clips))[:_OBSERVED])
    found = (_windows_of(frames) for frames in drawn if frames is not None)
    return [windows[rng.integers(len(windows))] for windows in found]


def served(training, clips, work):
    """The averaged and balanced network as it will be served, in eight bits."""
    windows = _windows_to_observe(clips, work)
    return quantize.quantized(training.balanced(), lambda network: predict(network, windows))


def heldout(clips, work, genres=GENRES):
    """Everything of the valid side that could be read, ready for the network."""
    clips = [clip for clip in clips if clip.part == "valid"]
    rows = []
    for clip in clips:
        frames = _frames_of(clip, work)
        if frames is None:
            continue
        genre = genres.index(clip.genre) if clip.genre else -1
        windows = _windows_of(frames)
        if clip.activity == "speech":
            windows = windows[::4]  # a minute a file: enough
        rows += [(window, clip.source, not clip.is_excerpt, genre, ACTIVITIES.index(clip.activity)) for window in windows]
    mixed = ACTIVITIES.index("speech-over-music")
    for n, frames in enumerate(speech_over_music(clips, work)):
        rows += [(window, f"mix/{n}", True, -1, mixed) for window in _windows_of(frames)]
    if not any(genre >= 0 for *_, genre, _ in rows):
        raise DataError("nothing labelled on the held-out side; a model cannot be measured or calibrated without")
    windows, *columns = zip(*rows)
    return Heldout(list(windows), *(np.array(column) for column in columns), list(genres))


@torch.no_grad()
def predict(network, windows, size=64):
    """Windows [128, t] of any lengths -> (genre logits [n, genres], activity logits [n, 4])."""
    heads = [np.zeros((len(windows), logits.shape[1])) for logits in network(torch.zeros(1, 1, 128, front_end.WINDOW_FRAMES))]
    lengths = np.array([window.shape[1] for window in windows])
    for length in np.unique(lengths):
        members = np.flatnonzero(lengths == length)
        for part in np.array_split(members, -(-len(members) // size)):
            logits = network(torch.from_numpy(np.stack([windows[n] for n in part])[:, None]))
            for head, out in zip(heads, logits):
                head[part] = out.numpy()
    return heads


def per_label(true, predicted, labels):
    """{label: {count, precision, recall, f1}} for the labels that occur."""
    result = {}
    for n, label in enumerate(labels):
        count, hits, called = np.sum(true == n), np.sum((true == n) & (predicted == n)), np.sum(predicted == n)
        if count:
            precision, recall = hits / max(1, called), hits / count
            f1 = 2 * precision * recall / max(1e-9, precision + recall)
            result[label] = {"count": int(count), "precision": round(float(precision), 4),
                             "recall": round(float(recall), 4), "f1": round(float(f1), 4)}
    return result


def confusion(true, predicted, count):
    """[count][count]: rows are the truth."""
    table = np.zeros((count, count), int)
    np.add.at(table, (true, predicted), 1)
    return table.tolist()


def track_posteriors(posteriors, sources, genres):
    """Mean posterior of each source's windows -> (posteriors [tracks, genres], genres [tracks])."""
    names, first, member = np.unique(sources, return_index=True, return_inverse=True)
    sums = np.zeros((len(names), posteriors.shape[1]))
    np.add.at(sums, member, posteriors)
    return sums / sums.sum(1, keepdims=True), genres[first]


def window_weights(sources):
    """So that every source weighs the same."""
    _, member, counts = np.unique(sources, return_inverse=True, return_counts=True)
    return 1 / counts[member]


def _share(hits):
    return round(float(np.mean(hits)), 4) if len(hits) else None


def genre_metrics(logits, data, temperature):
    labelled = data.genre >= 0
    full = data.full & labelled
    posteriors = softmax(logits, temperature)
    full_tracks, full_genres = track_posteriors(posteriors[full], data.source[full], data.genre[full])
    tracks, genres = track_posteriors(posteriors[labelled], data.source[labelled], data.genre[labelled])
    table = per_label(genres, tracks.argmax(1), data.genres)

    def error(temperature):
        return round(expected_calibration_error(softmax(logits[labelled], temperature), data.genre[labelled],
                                                weights=window_weights(data.source[labelled])), 4)
    return {
        "fullTracks": len(full_genres),
        "fullTrackAccuracy": _share(full_tracks.argmax(1) == full_genres),
        "fullTrackWindowAccuracy": _share(logits[full].argmax(1) == data.genre[full]),
        "tracks": len(genres),
        "trackAccuracy": _share(tracks.argmax(1) == genres),
        "macroF1": round(float(np.mean([row["f1"] for row in table.values()])), 4),
        "eceWindows": error(temperature), "eceWindowsUncalibrated": error(1.0),
        "eceTracks": round(expected_calibration_error(tracks, genres, bins=10), 4),
        "perGenre": table,
        "confusion": confusion(genres, tracks.argmax(1), len(data.genres)),
    }


def activity_metrics(logits, data):
    called = logits.argmax(1)
    music, speech, mixed, noise = (data.activity == n for n in range(len(ACTIVITIES)))
    either = music | speech
    return {
        "musicAgainstSpeech": _share((logits[either, 0] > logits[either, 1]) == music[either]) if music.any() and speech.any() else None,
        "musicFound": _share(called[music] == 0),
        "speechFound": _share(called[speech] == 1),
        "speechOverMusicFound": _share(called[mixed] == 2),
        "noiseFound": _share(called[noise] == 3),
        "noiseCalledMusic": _share(called[noise] == 0),
        "windows": {label: int(np.sum(data.activity == n)) for n, label in enumerate(ACTIVITIES)},
        "confusion": confusion(data.activity, called, len(ACTIVITIES)),
    }


def temperatures(genre, activity, data):
    """Of least negative log-likelihood on the held-out windows, every track or file weighing the same."""
    labelled = data.genre >= 0
    return (fit_temperature(genre[labelled], data.genre[labelled], window_weights(data.source[labelled])),
            fit_temperature(activity, data.activity, window_weights(data.source)))


def summary(network, data):
    """The few numbers worth a line of log."""
    genre, activity = predict(network, data.windows)
    genre, activity = genre_metrics(genre, data, 1.0), activity_metrics(activity, data)
    keys = "fullTrackAccuracy", "fullTrackWindowAccuracy", "trackAccuracy", "macroF1"
    return {key: genre[key] for key in keys} | {
        key: activity[key] for key in ("musicAgainstSpeech", "speechOverMusicFound", "noiseCalledMusic")}


def main():
    parser = argparse.ArgumentParser(description="Measures the averaged network of WORK's checkpoint, as it is served, on the held-out side.")
    datasets.add_arguments(parser)
    parser.add_argument("--work", type=Path, required=True, help="the folder that train.py worked in")
    options = parser.parse_args()
    if not (options.work / "checkpoint.pt").exists():
        parser.error(f"{options.work}: no checkpoint.pt; run train.py first")
    try:
        found = datasets.from_arguments(options)
        data = heldout(found.clips, options.work, found.genres)
        training = Training(options.work, seed=0, genres=found.genres)
    except DataError as error:
        sys.exit(f"evaluate: {error}")
    genre, activity = predict(served(training, found.clips, options.work), data.windows)
    genre_temperature, activity_temperature = temperatures(genre, activity, data)
    print(json.dumps({"step": training.step, "temperature": {"genre": genre_temperature, "activity": activity_temperature},
                      "genre": genre_metrics(genre, data, genre_temperature),
                      "activity": activity_metrics(activity, data)}, indent=1))


if __name__ == "__main__":
    main()
