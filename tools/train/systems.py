"""The systems of the literature beside ours, on the same tracks and the same split: docs/systems.json and its tables.

Every system learns from the training side's windows of 4 s and their labels, a fixed number of steps; nothing is chosen
on the held-out side. `livegenre` is a finished bundle, read as the product reads it. What has been trained is kept in
WORK and what has been measured in the table, so that a run goes on where it stopped.
"""
import argparse
import sys
from datetime import date
from pathlib import Path

import numpy as np
import torch

import cost
import datasets
import fitting
import front_end
import teacher
import views
from bundle import Bundle
from clips import DataError
from comparison import CONDITIONS_SHOWN, accuracies, among, arranged, mean_of, measured, shuffled
from export import commit
from literature import NETWORKS
from onnx_runtime import OnnxRuntime
from tables import ORDER, Tables

MEMBERS = "ann", "cnn", "time-frequency-cnn", "transfer"  # of the ensemble
FOUR = "classical", "country", "jazz", "metal"
FOUR_STEPS_SHARE = 0.4  # as many windows a genre as with ten
LEAKY = "ann", "cnn", "livegenre-labels"
LEAKY_SHARE = 0.2  # of the windows, for testing
ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "systems.json"

EXAMPLES = """
examples:
  systems.py --data ../data --work ../work
      every row that the table lacks
  systems.py --data ../data --work ../work --bundle models/livegenre-1 --system livegenre
      the row of a new bundle again, and the tables in the documents
  systems.py --dataset folder:music --no-teacher --work ../work --table ../systems.json
      which system suits your own labels
"""


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__, epilog=EXAMPLES, formatter_class=argparse.RawTextHelpFormatter)
    datasets.add_arguments(parser)
    parser.add_argument("--work", type=Path, required=True, help="folder of what systems read and have learned (about 1 GB)")
    parser.add_argument("--system", "--only", action="append", choices=ORDER, default=[],
                        help="measure this one again; repeat for more (default: those the table lacks)")
    parser.add_argument("--bundle", type=Path, default=ROOT / "models" / "livegenre-1", help="what `livegenre` stands for")
    parser.add_argument("--table", type=Path, default=TABLE, help="where rows are kept (default docs/systems.json)")
    parser.add_argument("--documents", type=Path, nargs="*", metavar="FILE",
                        help="whose marked tables are rewritten (default: docs/models.md and README.md, for the default table)")
    parser.add_argument("--steps", type=int, default=600, help=f"of {fitting.BATCH} windows (default 600)")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    if options.steps < 1:
        parser.error(f"--steps must be at least 1, not {options.steps}")
    if options.documents is None:
        options.documents = [ROOT / "docs" / "models.md", ROOT / "README.md"] if options.table == TABLE else []
    return options


class Comparison:
    """One question (a set of genres, a number of steps) put to every system."""

    def __init__(self, name, clips, genres, steps, options, data, runtime):
        self._name, self._clips, self.genres, self._steps = name, clips, list(genres), steps
        self._options, self._data, self._runtime = options, data, runtime
        self._windows, self._networks, self._posteriors = {}, {}, {}

    def windows(self, part, condition="clean"):
        """The part's windows as they arrive through a condition; beyond clean, of full tracks only."""
        key = part, condition
        if key not in self._windows:
            clips = [clip for clip in self._clips if clip.part == part and (condition == "clean" or not clip.is_excerpt)]
            views.prepare(clips, self._data.teacher, self._options.work, condition)
            self._windows[key] = views.load(clips, self._options.work, condition, self.genres)
        return self._windows[key]

    def network(self, system, windows=None):
        """Trained on the windows, by default the training side's."""
        if system not in self._networks:
            torch.manual_seed(self._options.seed)
            file = self._options.work / "systems" / f"{self._name}-{system}-{self._steps}-{self._options.seed}.pt"
            windows = self.windows("train") if windows is None else windows
            self._networks[system] = fitting.train(NETWORKS[system](len(self.genres)), windows, self._steps,
                                                   self._options.seed, file, f"{self._name}: {system}")
        return self._networks[system]

    def posteriors(self, system, condition="clean"):
        """[n, genres] of the held-out windows."""
        key = system, condition
        if key not in self._posteriors:
            windows = self.windows("valid", condition)
            if system == "livegenre":
                bundle = Bundle(self._options.bundle)
                found = arranged(bundle.posteriors(windows, self._runtime), bundle.genres, self.genres)
                found = among(found, len(self.genres)) if self._name == "four" else found
            elif system == "ensemble":
                found = mean_of([self.posteriors(member, condition) for member in self._members()])
            else:
                found = fitting.posteriors(self.network(system), windows, len(self.genres))
            self._posteriors[key] = found
        return self._posteriors[key]

    def _members(self):
        return [member for member in MEMBERS if member != "transfer" or self._data.teacher]

    def row(self, system):
        """Accuracy and the means over genres."""
        return measured(system, self.posteriors(system), self.windows("valid"), self.genres)

    def leaky_row(self, system):
        """The same system where windows, not tracks, are split: what not to believe."""
        train, test = shuffled(_joined(self.windows("train"), self.windows("valid")), LEAKY_SHARE, self._options.seed)
        return measured(system, fitting.posteriors(self.network(system, train), test, len(self.genres)), test, self.genres)

    def add_robustness(self, row):
        """Accuracies of full tracks after each condition."""
        for condition in CONDITIONS_SHOWN:
            row.through[condition] = accuracies(self.posteriors(row.system, condition), self.windows("valid", condition))

    def add_cost(self, row):
        """Weights, multiply-adds and time of a window."""
        if row.system == "livegenre":
            bundle = Bundle(self._options.bundle)
            size = bundle.manifest["metrics"].get("size", {})
            row.parameters, row.multiply_adds = size.get("parameters"), size.get("multiplyAddsAWindow")
            one = np.ones((1, 1, front_end.MEL_BANDS, front_end.WINDOW_FRAMES), np.float32)
            row.milliseconds = self._runtime.milliseconds(bundle.model, one)
            row.run["bundle"] = bundle.manifest["id"]
            return
        networks = [self._whole(name) for name in (self._members() if row.system == "ensemble" else [row.system])]
        row.parameters = sum(cost.parameter_count(network) for network in networks)
        row.multiply_adds = sum(cost.multiply_adds(network) for network in networks)
        row.milliseconds = sum(cost.milliseconds(network, self._runtime) for network in networks)

    def _whole(self, system):
        network = self.network(system)
        return cost.TaughtHead(teacher.load(self._data.teacher), network) if system == "transfer" else network

    def about(self):
        """What a table was measured on."""
        valid = self.windows("valid")
        return {"genres": self.genres, "tracks": len(np.unique(valid.source[valid.full])),
                "all_tracks": len(np.unique(valid.source)), "windows": int(valid.full.sum()), "steps": self._steps}


def _joined(one, other):
    return views.Windows({name: np.concatenate([one.views[name], other.views[name]]) for name in one.views},
                         *(np.concatenate([getattr(part, name) for part in (one, other)])
                           for name in ("source", "genre", "full", "frames")))


def wanted(options, data, tables):
    """[(table, system)] to measure."""
    chosen = options.system or ORDER
    everything = [("main", system) for system in ORDER if data.teacher or system != "transfer"]
    everything += [("leaky", system) for system in LEAKY]
    if set(FOUR) <= set(data.genres):
        everything += [("four", system) for table, system in everything if table == "main" and system != "livegenre-labels"]
    return [(table, system) for table, system in everything
            if system in chosen and (options.system or not tables.has(table, system))]


def main(arguments=None):
    options = parse(arguments)
    try:
        data = datasets.from_arguments(options)
        clips = [clip for clip in data.clips if clip.genre and clip.kind != "emotify"]  # which is in nobody's comparison
        genres = [genre for genre in data.genres if any(clip.genre == genre for clip in clips)]
        tables, runtime = Tables(options.table), OnnxRuntime(options.work)
        four = [clip for clip in clips if clip.genre in FOUR]
        comparisons = {
            "main": Comparison("main", clips, genres, options.steps, options, data, runtime),
            "leaky": Comparison("leaky", clips, genres, options.steps, options, data, runtime),
            "four": Comparison("four", four, FOUR, round(FOUR_STEPS_SHARE * options.steps), options, data, runtime)}
        for table, system in wanted(options, data, tables):
            comparison = comparisons[table]
            row = comparison.leaky_row(system) if table == "leaky" else comparison.row(system)
            if table == "main":
                comparison.add_robustness(row)
                comparison.add_cost(row)
            row.run |= {"date": date.today().isoformat(), "commit": commit()}
            tables.add(table, row, comparison.about())
            print(f"{table}, {system}: {row.tracks:.1%} of tracks, {row.windows:.1%} of windows", flush=True)
    except DataError as error:
        sys.exit(f"systems: {error}")
    for document in options.documents:
        tables.write_into(document, ("main", "leaky", "four", "short"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
