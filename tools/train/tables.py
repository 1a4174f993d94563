"""The comparison as files: docs/systems.json holds the rows, and blocks of Markdown are written from them."""
import json
import re
from dataclasses import asdict
from pathlib import Path

from comparison import CONDITIONS_SHOWN

ORDER = "ann", "cnn", "time-frequency-cnn", "transfer", "ensemble", "livegenre-labels", "livegenre"
_BEGIN, _END = "<!-- {name}: written by tools/train/systems.py -->\n", "<!-- end of {name} -->"


def _percent(value):
    return "–" if value is None else f"{100 * value:.1f}"


def _count(value, unit):
    return "–" if value is None else f"{value / unit:.2f}" if value < 10 * unit else f"{value / unit:.0f}"


def _pair(accuracies):
    return "–" if accuracies is None else f"{_percent(accuracies['tracks'])} / {_percent(accuracies['windows'])}"


class Tables:
    """What has been measured so far, by table and system."""

    def __init__(self, file):
        self._file = Path(file)
        self.tables = json.loads(self._file.read_text()) if self._file.exists() else {}

    def has(self, table, system):
        return system in self.tables.get(table, {}).get("rows", {})

    def add(self, table, row, about):
        """Puts a row into a table and writes the file; `about` says what the table was measured on."""
        entry = self.tables.setdefault(table, {"rows": {}})
        entry["about"] = about
        entry["rows"][row.system] = _rounded(asdict(row))
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps(self.tables, indent=1) + "\n")

    def _rows(self, table):
        rows = self.tables.get(table, {}).get("rows", {})
        return [rows[system] for system in ORDER if system in rows]

    def _about(self, table):
        return self.tables[table]["about"]

    def main(self):
        """Markdown: every system on the held-out tracks."""
        about = self._about("main")
        head = ["System", f"{about['tracks']} full tracks", "Windows", "Precision", "Recall", "F1",
                f"All {about['all_tracks']}", *CONDITIONS_SHOWN.values(), "Parameters, M", "Multiply-adds, M", "ms a window"]
        rows = [[row["system"], *(_percent(row[key]) for key in ("tracks", "windows", "precision", "recall", "f1")),
                 _percent(row.get("all_tracks")), *(_pair(row["through"].get(name)) for name in CONDITIONS_SHOWN),
                 _count(row.get("parameters"), 1e6), _count(row.get("multiply_adds"), 1e6), _count(row.get("milliseconds"), 1)]
                for row in self._rows("main")]
        return _markdown(head, rows)

    def short(self):
        """Markdown for the README: the main table's first columns."""
        head = ["System", "Tracks right", "after 64 kb/s mp3", "in a room", "Multiply-adds, M"]
        rows = [[row["system"], _percent(row["tracks"]),
                 *(_percent(row["through"].get(name, {}).get("tracks")) for name in CONDITIONS_SHOWN),
                 _count(row.get("multiply_adds"), 1e6)] for row in self._rows("main")]
        return _markdown(head, rows)

    def leaky(self):
        """Markdown: the same systems with tracks apart and with windows shuffled."""
        apart = {row["system"]: row for row in self._rows("main")}
        rows = [[row["system"], _percent(apart.get(row["system"], {}).get("windows")), _percent(row["windows"]),
                 _percent(apart.get(row["system"], {}).get("tracks")), _percent(row["tracks"])] for row in self._rows("leaky")]
        return _markdown(["System", "Windows, tracks apart", "Windows, shuffled", "Tracks, apart", "Tracks, shuffled"], rows)

    def four(self):
        """Markdown: four genres."""
        rows = [[row["system"], *(_percent(row[key]) for key in ("tracks", "windows", "f1"))] for row in self._rows("four")]
        return _markdown(["System", f"{self._about('four')['tracks']} full tracks", "Windows", "F1"], rows)

    def write_into(self, document, names):
        """Replaces the document's marked blocks by the tables as they are; those without a mark stay out."""
        text = document.read_text()
        for name in names:
            if name != "short" and name not in self.tables:
                continue
            begin, end = _BEGIN.format(name=name), _END.format(name=name)
            block = f"{begin}{getattr(self, name)()}\n{end}"
            text = re.sub(re.escape(begin) + ".*?" + re.escape(end), lambda _: block, text, flags=re.DOTALL)
        document.write_text(text)


def _rounded(value):
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return round(value, 4) if isinstance(value, float) else value


def _markdown(head, rows):
    lines = [f"| {' | '.join(row)} |" for row in [head, *rows]]
    return "\n".join([lines[0], "|---|" + "---:|" * (len(head) - 1), *lines[1:]])
