"""A finished bundle, as tools read it."""
import json
from pathlib import Path

import numpy as np

import front_end
from calibrate import softmax
from clips import DataError


class Bundle:
    """manifest.json and model.onnx of a folder."""

    def __init__(self, folder):
        self.folder = Path(folder)
        try:
            self.manifest = json.loads((self.folder / "manifest.json").read_text())
        except FileNotFoundError as error:
            raise DataError(f"{self.folder}: no manifest.json; a bundle is a folder such as models/livegenre-1") from error
        self._head = next(head for head in self.manifest["heads"] if head["name"] == "genre")
        self.genres = self._head["labels"]
        self.model = self.folder / self.manifest["model"]["file"]

    def posteriors(self, windows, runtime):
        """[n, genres]; of a window that was continued from its start only what was there is read."""
        result = np.zeros((len(windows), len(self.genres)))
        for frames in np.unique(windows.frames):
            members = np.flatnonzero(windows.frames == frames)
            for part in np.array_split(members, -(-len(members) // 256)):
                cut = windows.views["mel"][part][:, :, :frames]
                mel = front_end.normalise(cut)[:, None]
                result[part] = softmax(runtime.run(self.model, mel)[self._head["output"]], self._head["temperature"])
        return result
