"""What a recording may have gone through before it is measured. The same conditions as `livegenre evaluate --through`.

Samples are mono float32 [n] at 22,050 Hz, before and after.
"""
import subprocess

import numpy as np

import audio
import augment
from front_end import SAMPLE_RATE_HZ

_MP3 = "-ac 1 -ar 44100 -c:a libmp3lame -b:a 64k -f mp3 -"
_RAW = f"-ac 1 -ar {SAMPLE_RATE_HZ} -f f32le"
_ROOM_DECAY_S, _ROOM_WET = 0.5, 0.4
_ROOM_LOW_HZ, _ROOM_HIGH_HZ = 100, 8000
_ROOM_NOISE_DB = 20  # below the music
_ROOM_SEED = 0


def _ffmpeg(options, data):
    done = subprocess.run(["ffmpeg", "-nostdin", "-v", "error", *options.split()], input=data, capture_output=True)
    if done.returncode:
        raise audio.AudioError(f"ffmpeg {options}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def mp3_64k(samples):
    """Encoded at 64 kb/s and decoded again; as long as before."""
    encoded = _ffmpeg(f"{_RAW} -i - {_MP3}", np.asarray(samples, "<f4").tobytes())
    decoded = np.frombuffer(_ffmpeg(f"-i - {_RAW} -", encoded), "<f4")
    return np.pad(decoded, (0, max(0, len(samples) - len(decoded))))[:len(samples)]


def room(samples):
    """A microphone across a room: decaying reverberation, its hiss, and a band of 100 Hz to 8 kHz."""
    rng = np.random.default_rng(_ROOM_SEED)
    samples = augment.reverberate(samples, _ROOM_DECAY_S, _ROOM_WET, rng)
    samples = augment.add_at_snr(samples, rng.standard_normal(len(samples)), _ROOM_NOISE_DB)
    return augment.equalise(samples, 0.0, _ROOM_LOW_HZ, _ROOM_HIGH_HZ)


CONDITIONS = {"clean": lambda samples: samples, "mp3-64k": mp3_64k, "room": room}
