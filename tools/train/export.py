"""Writes a bundle: model.onnx, manifest.json, golden/ and CARD.md, as models/README.md describes."""
import hashlib
import json
import shutil
import subprocess
import warnings
from datetime import date
from pathlib import Path

import numpy as np
import torch

import audio
import card
import evaluate
import front_end
import sound
import synthesis
from calibrate import softmax
from labels import ACTIVITIES
from network import count_multiply_adds

FORMAT_VERSION = 1
_HEARD = "music, speech, speech over music or noise."
_HEARD_NO_SPEECH = "music or noise. It has heard no speech: voices pass for one of them."
_DIGITS = 6  # of posteriors in golden JSON, and of variances


def write_onnx(network, path, view=None):
    """One file; batch and frames stay open. With a view of sound there is a third output."""
    outputs = ["genre", "activity"] + (["sound"] if view else [])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they are about PyTorch's own next version
        torch.onnx.export((sound.WithSound(network, view) if view else network).eval(),
                          torch.zeros(2, 1, front_end.MEL_BANDS, front_end.WINDOW_FRAMES), str(path),
                          opset_version=13, input_names=["mel"], output_names=outputs,
                          dynamic_axes={"mel": {0: "n", 3: "frames"}} | {output: {0: "n"} for output in outputs})


def golden_programmes():
    """name -> generated samples: two windows of music, one of a drum pattern, one of a sweep in noise."""
    rng = np.random.default_rng(7)
    noisy_sweep = 0.9 * synthesis.sweep(4.2) + 0.1 * synthesis.coloured(int(4.2 * synthesis.RATE), 1, rng)
    return {"chords": synthesis.chords(6.1, rng), "drums": synthesis.drums(4.2, rng), "sweep": noisy_sweep}


def write_golden(folder, network, heads):
    """For each programme: wav, normalised mel windows, posteriors."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, samples in golden_programmes().items():
        wav = folder / f"{name}.wav"
        audio.write_wav(wav, samples, front_end.SAMPLE_RATE_HZ)
        windows = front_end.model_windows(front_end.log_mel(audio.read_wav(wav)[0]))
        np.save(folder / f"{name}.mel.npy", windows)
        logits = evaluate.predict(network, list(windows))
        posteriors = [softmax(values, head["temperature"]).round(_DIGITS) for values, head in zip(logits, heads)]
        hop = front_end.WINDOW_HOP_FRAMES * front_end.HOP_LENGTH
        rows = [{"start_sample": n * hop, "genre": genre.tolist(), "activity": activity.tolist()}
                for n, (genre, activity) in enumerate(zip(*posteriors))]
        (folder / f"{name}.json").write_text(json.dumps({"windows": rows}, indent=1) + "\n")


def manifest(model_id, onnx, heads, training, metrics, view=None, has_heard_speech=True):
    told_apart = {"sound": {"output": "sound", "between": [round(float(v), _DIGITS) for v in view.between]}} if view else {}
    return {
        "formatVersion": FORMAT_VERSION,
        "id": model_id,
        "description": f"{_listed(heads[0]['labels'])}; {_HEARD if has_heard_speech else _HEARD_NO_SPEECH}",
        "model": {"file": onnx.name, "sha256": hashlib.sha256(onnx.read_bytes()).hexdigest(), "input": "mel"},
        "frontEnd": {
            "sampleRateHz": front_end.SAMPLE_RATE_HZ, "fftSize": front_end.FFT_SIZE,
            "windowLength": front_end.WINDOW_LENGTH, "hopLength": front_end.HOP_LENGTH, "window": "hann-periodic",
            "power": 2, "melBands": front_end.MEL_BANDS, "melScale": "slaney", "melNorm": "slaney",
            "minFrequencyHz": int(front_end.MIN_FREQUENCY_HZ), "maxFrequencyHz": int(front_end.MAX_FREQUENCY_HZ),
            "floorPower": front_end.FLOOR_POWER},
        "analysisWindow": {"frames": front_end.WINDOW_FRAMES, "hopFrames": front_end.WINDOW_HOP_FRAMES},
        "normalization": {"clipBelowMaxDb": int(front_end.CLIP_BELOW_MAX_DB), "standardize": "window",
                          "epsilon": front_end.EPSILON},
        "heads": heads,
        **told_apart,
        "training": training,
        "metrics": metrics,
        "licence": "MIT",
    }


def _listed(labels):
    words = ", ".join(labels)
    return words[0].upper() + words[1:]


def commit():
    """The commit these tools stand at; "unknown" outside a checkout, or where there is no git."""
    if not shutil.which("git"):
        return "unknown"
    done = subprocess.run(["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"], capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def write_bundle(out, training, heldout, clips, work, run):
    """Quantises, calibrates and measures the averaged network and writes the folder `out`; `run` says how it was trained."""
    out.mkdir(parents=True, exist_ok=True)
    network = evaluate.served(training, clips, work)
    logits = evaluate.predict(network, heldout.windows)
    genre_temperature, activity_temperature = (round(t, 3) for t in evaluate.temperatures(*logits, heldout))
    heads = [
        {"name": "genre", "output": "genre", "labels": heldout.genres, "temperature": genre_temperature, "appliesTo": "music"},
        {"name": "activity", "output": "activity", "labels": ACTIVITIES, "temperature": activity_temperature}]
    metrics = {"measuredOn": "the held-out side of the data (valid)", "date": date.today().isoformat(),
               "genre": evaluate.genre_metrics(logits[0], heldout, genre_temperature),
               "activity": evaluate.activity_metrics(logits[1], heldout)}
    onnx = out / "model.onnx"
    view = sound.fit(sound.recordings(clips, work))
    write_onnx(network, onnx, view)
    write_golden(out / "golden", network, heads)
    size = {"parameters": sum(p.numel() for p in training.averaged.parameters()),
            "multiplyAddsAWindow": count_multiply_adds(training.averaged, front_end.WINDOW_FRAMES),
            "bytes": onnx.stat().st_size}
    kinds = sorted({clip.kind for clip in clips if clip.part == "train"})
    origin = {"data": kinds, "steps": training.step, **run, "commit": commit()}
    content = manifest(out.name, onnx, heads, origin, metrics | {"size": size}, view,
                       any(clip.activity == "speech" and clip.part == "train" for clip in clips))
    (out / "manifest.json").write_text(json.dumps(content, indent=2) + "\n")
    (out / "CARD.md").write_text(card.text(content, clips))
    card.draw_learning_curve(Path(work) / "log.jsonl", out / "learning-curve.png")
    print(f"{out}: {onnx.stat().st_size / 1e6:.2f} MB, full tracks {metrics['genre']['fullTrackAccuracy']:.1%} right, "
          f"all tracks {metrics['genre']['trackAccuracy']:.1%}")
