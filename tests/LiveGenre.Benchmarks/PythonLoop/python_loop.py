"""The loop that one would write first: every 2 s the last 4 s through SciPy's resampler, a NumPy mel spectrogram and the model.

Usage: python_loop.py SOUND.f32 MODEL.onnx LIBONNXRUNTIME. SOUND is stereo float32 at 44.1 kHz. One thread. Prints the seconds of
processor time for all of the sound: {"mel", "front_end", "whole"}; the mel part alone, with mixing and resampling, with the model.
ONNX Runtime is called through its C API, which is what its Python package does too; Debian has no such package.
"""
import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import ctypes
import json
import sys
import time

import numpy as np
from scipy import fft, signal, sparse

INPUT_HZ, RATE_HZ, FFT_SIZE, HOP, BANDS, FRAMES = 44_100, 22_050, 2_048, 512, 128, 172
WINDOW = (FRAMES - 1) * HOP + FFT_SIZE
STEP = 86 * HOP


def mel_filters():
    """Slaney's bands, [128 x 1025]."""
    def to_mel(hz):
        return np.where(hz < 1000, 3 * hz / 200, 15 + 27 * np.log(np.maximum(hz, 1e-9) / 1000) / np.log(6.4))

    def to_hz(mel):
        return np.where(mel < 15, 200 * mel / 3, 1000 * np.exp(np.log(6.4) * (mel - 15) / 27))

    edges = to_hz(np.linspace(0, to_mel(np.array(RATE_HZ / 2.0)), BANDS + 2))
    bins = np.linspace(0, RATE_HZ / 2, FFT_SIZE // 2 + 1)
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    weights = np.maximum(0, np.minimum(rising, falling)) * (2 / (edges[2:] - edges[:-2]))[:, None]
    return sparse.csr_matrix(weights.astype(np.float32))  # nearly all of it is zero, and not every BLAS is fast


FILTERS = mel_filters()
HANN = signal.get_window("hann", FFT_SIZE).astype(np.float32)


def mel(samples):
    """One window [>= 89,600] -> normalised log-mel [1, 1, 128, 172]."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, FFT_SIZE)[::HOP][:FRAMES]
    spectrum = fft.rfft(frames * HANN, axis=1)
    power = spectrum.real ** 2 + spectrum.imag ** 2
    decibels = 10 * np.log10(np.maximum(1e-10, FILTERS @ power.T))
    decibels = np.maximum(decibels, decibels.max() - 80)
    return ((decibels - decibels.mean()) / (decibels.std() + 1e-5)).astype(np.float32)[None, None]


class OnnxRuntime:
    """A session on one thread. Numbers are places in the C API's table of functions, which never change."""

    def __init__(self, library, model):
        base = ctypes.CDLL(library).OrtGetApiBase
        base.restype = ctypes.POINTER(ctypes.c_void_p)
        get_api = ctypes.CFUNCTYPE(ctypes.POINTER(ctypes.c_void_p), ctypes.c_uint32)(base()[0])
        self._table = get_api(16)
        environment, options, self._session, self._memory = (ctypes.c_void_p() for _ in range(4))
        self._call(3, 4, b"loop", ctypes.byref(environment))  # CreateEnv
        self._call(10, ctypes.byref(options))  # CreateSessionOptions
        self._call(24, options, 1)  # SetIntraOpNumThreads
        self._call(7, environment, model.encode(), options, ctypes.byref(self._session))  # CreateSession
        self._call(69, 0, 0, ctypes.byref(self._memory))  # CreateCpuMemoryInfo

    def _call(self, place, *arguments):
        function = ctypes.CFUNCTYPE(ctypes.c_void_p)(self._table[place])
        function.argtypes = None
        status = function(*arguments)
        if status:
            text = ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.c_void_p)(self._table[2])(status)
            raise RuntimeError(text.decode())

    def run(self, window):
        """[1, 1, 128, 172] -> genre logits."""
        shape = (ctypes.c_int64 * 4)(*window.shape)
        value, outputs = ctypes.c_void_p(), (ctypes.c_void_p * 2)()
        self._call(49, self._memory, window.ctypes.data_as(ctypes.c_void_p), ctypes.c_size_t(window.nbytes), shape,
                   ctypes.c_size_t(4), 1, ctypes.byref(value))  # CreateTensorWithDataAsOrtValue
        self._call(9, self._session, None, (ctypes.c_char_p * 1)(b"mel"), (ctypes.c_void_p * 1)(value), ctypes.c_size_t(1),
                   (ctypes.c_char_p * 2)(b"genre", b"activity"), ctypes.c_size_t(2), outputs)  # Run
        logits = ctypes.POINTER(ctypes.c_float)()
        self._call(51, ctypes.c_void_p(outputs[0]), ctypes.byref(logits))  # GetTensorMutableData
        genre = np.ctypeslib.as_array(logits, (11,)).copy()
        for used in (value, *outputs):
            ctypes.CFUNCTYPE(None, ctypes.c_void_p)(self._table[96])(used)  # ReleaseValue
        return genre


def resampled(stereo):
    return signal.resample_poly(stereo.mean(axis=1), 1, INPUT_HZ // RATE_HZ).astype(np.float32)


def timed(work, windows):
    work(windows[0])
    started = time.process_time()
    for window in windows:
        work(window)
    return time.process_time() - started


def main(sound, model, library):
    stereo = np.fromfile(sound, np.float32).reshape(-1, 2)
    ratio = INPUT_HZ // RATE_HZ
    windows = [stereo[start:start + ratio * WINDOW] for start in range(0, len(stereo) - ratio * WINDOW + 1, ratio * STEP)]
    mono = [resampled(window) for window in windows]
    runtime = OnnxRuntime(library, model)
    share = len(stereo) / (len(windows) * ratio * STEP)  # the last windows do not fit
    print(json.dumps({"mel": share * timed(mel, mono), "front_end": share * timed(lambda w: mel(resampled(w)), windows),
                      "whole": share * timed(lambda w: runtime.run(mel(resampled(w))), windows)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
