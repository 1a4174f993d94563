"""What stations cost, as a picture: runs `stations` for 1 to 2,000 and draws what it says.

Usage: /usr/bin/python3 tests/LiveGenre.Benchmarks/Stations/curve.py [--seconds S] [--draw-only]
The lines are kept in docs/benchmarks/stations.jsonl, the picture in docs/images/stations.svg.
"""
import argparse
import json
import subprocess
from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

ROOT = Path(__file__).resolve().parents[3]
LINES, PICTURE = ROOT / "docs" / "benchmarks" / "stations.jsonl", ROOT / "docs" / "images" / "stations.svg"
COUNTS = (1, 10, 100, 1000, 2000)


def measure(seconds):
    project = ROOT / "tests" / "LiveGenre.Benchmarks"
    subprocess.run(["dotnet", "build", "-c", "Release", "-v", "q", project], check=True)
    lines = []
    for count in COUNTS:
        command = ["dotnet", "run", "-c", "Release", "--no-build", "--project", project, "--",
                   "stations", "--count", str(count), "--seconds", str(seconds)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        lines.append(next(line for line in reversed(said.splitlines()) if line.startswith("{")))
        print(lines[-1], flush=True)
    LINES.parent.mkdir(exist_ok=True)
    LINES.write_text("\n".join(lines) + "\n")


def draw():
    rows = [json.loads(line) for line in LINES.read_text().splitlines()]
    stations = [row["stations"] for row in rows]
    figure, panels = plt.subplots(1, 3, figsize=(11, 3.2))
    for panel, (title, key, goal) in zip(panels, (
            ("processor cores", "cpu_cores", 1.5), ("99th percentile of latency, ms", "p99_ms", 100), ("resident memory, MB", "rss_mb", 1500))):
        panel.loglog(stations, [row[key] for row in rows], "o-", color="#2c6e9b")
        panel.axhline(goal, color="#b0b0b0", linestyle="--", linewidth=1)
        for row in rows:
            if row["dropped_windows"] or row["stations_with_wider_hop"]:
                panel.plot(row["stations"], row[key], "o", color="#c0392b")  # did not keep up
        panel.set_title(title, fontsize=10)
        panel.set_xlabel("stations")
        panel.grid(True, which="major", color="#e6e6e6")
        for side in ("top", "right"):
            panel.spines[side].set_visible(False)
    figure.tight_layout()
    figure.savefig(PICTURE, metadata={"Date": None})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--draw-only", action="store_true")
    arguments = parser.parse_args()
    if not arguments.draw_only:
        measure(arguments.seconds)
    draw()
