"""How good a network is on the held-out side, per track and per window.

    /usr/bin/python3 tools/train/evaluate.py --data DIR --work DIR      prints the metrics of WORK's checkpoint as JSON
"""
import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

import augment
import features
import front_end
from calibrate import expected_calibration_error, fit_temperature, softmax
from datasets import all_clips
from distil import Training
from labels import ACTIVITIES, GENRES

MIX_SNR_DB = (-5, 15)  # speech against the music under it
_MIX_SECONDS = 8.2  # three windows


@dataclass
class Heldout:
    """Windows float32 [n, 128, t], grouped by t, with what is known of each."""
    windows: list  # of [128, t]
    source: np.ndarray
    kind: np.ndarray
    genre: np.ndarray  # -1 where there is none
    activity: np.ndarray


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
            if clip.kind == "gtzan":
                music, voice = features.load_samples(clip), voices[rng.integers(len(voices))]
                music, voice = (augment.take_frames(samples, count, rng)[0] for samples in (music, voice))
                mixes.append(front_end.log_mel(augment.add_at_snr(voice, music, rng.uniform(*MIX_SNR_DB))))
        np.save(file, np.stack(mixes).astype(np.float16))
    return list(np.load(file).astype(np.float32))


def heldout(clips, work):
    """Everything of the valid side, ready for the network."""
    clips = [clip for clip in clips if clip.part == "valid"]
    rows = []
    for clip in clips:
        if clip.is_audio:
            with np.load(features.feature_file(work, clip, 0)) as stored:
                frames = stored["mel"].astype(np.float32)
        else:
            frames = features.load_mel_clip(clip)
        genre = GENRES.index(clip.genre) if clip.genre else -1
        windows = _windows_of(frames)
        if clip.activity == "speech":
            windows = windows[::4]  # a minute a file: enough
        rows += [(window, clip.source, clip.kind, genre, ACTIVITIES.index(clip.activity)) for window in windows]
    mixed = ACTIVITIES.index("speech-over-music")
    for n, frames in enumerate(speech_over_music(clips, work)):
        rows += [(window, f"mix/{n}", "mix", -1, mixed) for window in _windows_of(frames)]
    windows, *columns = zip(*rows)
    return Heldout(list(windows), *(np.array(column) for column in columns))


@torch.no_grad()
def predict(network, windows, size=64):
    """Windows [128, t] of any lengths -> (genre logits [n, 11], activity logits [n, 4]), float32."""
    genre, activity = np.zeros((len(windows), len(GENRES))), np.zeros((len(windows), len(ACTIVITIES)))
    lengths = np.array([window.shape[1] for window in windows])
    for length in np.unique(lengths):
        members = np.flatnonzero(lengths == length)
        for part in np.array_split(members, -(-len(members) // size)):
            logits = network(torch.from_numpy(np.stack([windows[n] for n in part])[:, None]))
            genre[part], activity[part] = (out.numpy() for out in logits)
    return genre, activity


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
    """Mean posterior of each source's windows -> (posteriors [tracks, 11], genres [tracks])."""
    names, first, member = np.unique(sources, return_index=True, return_inverse=True)
    sums = np.zeros((len(names), posteriors.shape[1]))
    np.add.at(sums, member, posteriors)
    return sums / sums.sum(1, keepdims=True), genres[first]


def window_weights(sources):
    """So that every source weighs the same."""
    _, member, counts = np.unique(sources, return_inverse=True, return_counts=True)
    return 1 / counts[member]


def genre_metrics(logits, data, temperature):
    full, labelled = data.kind == "gtzan", data.genre >= 0
    posteriors = softmax(logits, temperature)
    full_tracks, full_genres = track_posteriors(posteriors[full], data.source[full], data.genre[full])
    tracks, genres = track_posteriors(posteriors[labelled], data.source[labelled], data.genre[labelled])
    table = per_label(genres, tracks.argmax(1), GENRES)

    def error(temperature):
        return round(expected_calibration_error(softmax(logits[labelled], temperature), data.genre[labelled],
                                                weights=window_weights(data.source[labelled])), 4)
    return {
        "fullTracks": len(full_genres),
        "fullTrackAccuracy": round(float(np.mean(full_tracks.argmax(1) == full_genres)), 4),
        "fullTrackWindowAccuracy": round(float(np.mean(logits[full].argmax(1) == data.genre[full])), 4),
        "tracks": len(genres),
        "trackAccuracy": round(float(np.mean(tracks.argmax(1) == genres)), 4),
        "macroF1": round(float(np.mean([row["f1"] for row in table.values()])), 4),
        "eceWindows": error(temperature), "eceWindowsUncalibrated": error(1.0),
        "eceTracks": round(expected_calibration_error(tracks, genres, bins=10), 4),
        "perGenre": table,
        "confusion": confusion(genres, tracks.argmax(1), len(GENRES)),
    }


def activity_metrics(logits, data):
    called = logits.argmax(1)
    music, speech, mixed, noise = (data.activity == n for n in range(len(ACTIVITIES)))
    either = music | speech
    return {
        "musicAgainstSpeech": round(float(np.mean((logits[either, 0] > logits[either, 1]) == music[either])), 4),
        "musicFound": round(float(np.mean(called[music] == 0)), 4),
        "speechFound": round(float(np.mean(called[speech] == 1)), 4),
        "speechOverMusicFound": round(float(np.mean(called[mixed] == 2)), 4),
        "noiseFound": round(float(np.mean(called[noise] == 3)), 4),
        "noiseCalledMusic": round(float(np.mean(called[noise] == 0)), 4),
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
    parser = argparse.ArgumentParser(description="Measures the averaged network of WORK's checkpoint on the held-out side.")
    parser.add_argument("--data", type=Path, required=True, help="the folder of recordings that train.py read")
    parser.add_argument("--work", type=Path, required=True, help="the folder that train.py worked in")
    options = parser.parse_args()
    if not (options.work / "checkpoint.pt").exists():
        parser.error(f"{options.work}: no checkpoint.pt; run train.py first")
    data = heldout(all_clips(options.data), options.work)
    training = Training(options.work, seed=0)
    genre, activity = predict(training.averaged.eval(), data.windows)
    genre_temperature, activity_temperature = temperatures(genre, activity, data)
    print(json.dumps({"step": training.step, "temperature": {"genre": genre_temperature, "activity": activity_temperature},
                      "genre": genre_metrics(genre, data, genre_temperature),
                      "activity": activity_metrics(activity, data)}, indent=1))


if __name__ == "__main__":
    main()
