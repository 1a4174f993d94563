"""ONNX Runtime of the version that the product uses, through its npm package: Debian has no Python one."""
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from clips import DataError

_HERE = Path(__file__).resolve().parent
_PINNED = _HERE.parents[1] / "src" / "LiveGenre.Onnx" / "native"
_TIMES = 100


class OnnxRuntime:
    """Models in, outputs and times out; the package is fetched into <work>/onnxruntime once."""

    def __init__(self, work):
        home = Path(work) / "onnxruntime"
        self._package = home / "node_modules" / "onnxruntime-node"
        if not self._package.exists():
            home.mkdir(parents=True, exist_ok=True)
            for name in ("package.json", "package-lock.json"):
                shutil.copy(_PINNED / name, home)
            self._command(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], home)

    @staticmethod
    def _command(words, folder=None):
        try:
            done = subprocess.run([str(word) for word in words], cwd=folder, capture_output=True, text=True)
        except FileNotFoundError as error:
            raise DataError(f"{words[0]} is needed to run ONNX models (Debian: apt-get install nodejs npm)") from error
        if done.returncode:
            raise DataError(f"{words[0]}: {done.stderr.strip()}")
        return done.stdout

    def _run(self, model, batch, times):
        with tempfile.TemporaryDirectory() as folder:
            batch = np.ascontiguousarray(batch, np.float32)
            source = Path(folder) / "input.f32"
            batch.tofile(source)
            said = json.loads(self._command(["node", _HERE / "onnx_runtime.cjs", self._package, model, source,
                                             json.dumps(batch.shape), folder, times]))
            return {name: np.fromfile(Path(folder) / f"{name}.f32", np.float32).reshape(shape)
                    for name, shape in said["shapes"].items()}, said["ms"]

    def run(self, model, batch):
        """float32 [n, ...] -> {output: float32 [n, ...]}."""
        return self._run(model, batch, 0)[0]

    def milliseconds(self, model, one):
        """The fastest of a hundred runs on one thread: what a core does when nothing else wants it."""
        return float(np.min(self._run(model, one, _TIMES)[1]))
