"""Audio files in and out."""
import subprocess
import wave

import numpy as np


class AudioError(Exception):
    """A file that could not be read; the message names it and gives ffmpeg's reason."""


def decode(path, rate_hz):
    """Any file ffmpeg reads -> float32 [samples], mono, at rate_hz."""
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(path), "-ac", "1", "-ar", str(rate_hz), "-f", "f32le", "-"]
    done = subprocess.run(command, capture_output=True)
    if done.returncode or not done.stdout:
        reason = done.stderr.decode(errors="replace").strip().splitlines()
        raise AudioError(f"{path}: {reason[-1] if reason else 'no audio in it'}")
    return np.frombuffer(done.stdout, np.float32)


def write_wav(path, samples, rate_hz):
    """Mono float in [-1, 1) -> 16-bit WAV."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate_hz)
        out.writeframes(np.clip(np.round(np.asarray(samples) * 32768), -32768, 32767).astype("<i2").tobytes())


def read_wav(path):
    """16-bit mono WAV -> (float32 [samples] in [-1, 1), rate in Hz)."""
    with wave.open(str(path), "rb") as file:
        if file.getnchannels() != 1 or file.getsampwidth() != 2:
            raise AudioError(f"{path}: expected 16-bit mono")
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        return samples.astype(np.float32) / 32768, file.getframerate()
