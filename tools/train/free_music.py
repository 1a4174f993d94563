"""Collects free music to distil from: the soundtracks of Debian's games, trackers' modules, and accompaniments.

    /usr/bin/python3 tools/train/free_music.py OUT

Nobody has labelled it and nothing of it is measured on; it shows the network more of what the teacher hears. Debian's
packages are downloaded, never installed; `mma` and `fluidsynth` with a General MIDI sound font play what is notated.
Writes OUT/<package>/<piece>.<k>.flac: mono, 22,050 Hz, up to 30 s, at most four a piece, spread over its length.
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from progress import Progress

PACKAGES = """
0ad-data alienblaster-data amoebax-data angrydd ardentryst asc-music bb berusky2-data biniax2-data bomberclone-data
caveexpress-data cavepacker-data davegnukem-data drascula-music enigma-data extremetuxracer-data fillets-ng-data
flare-game flobopuyo freecol freedink-data freedroid-data freedroidrpg-data fretsonfire-songs-muldjord
fretsonfire-songs-sectoid frozen-bubble-data gigalomania-data gunroar-data hedgewars-data heroes-sound-tracks
hex-a-hop-data hyperrogue-music kobodeluxe-data lincity-ng-data lordsawar-data lugaru-data marsshooter-data
megaglest-data miceamaze mma mu-cade-data naev-data open-invaders-data openclonk-data openttd-openmsx pathological
pekka-kana-2-data performous pinball-table-hurd-data pingus-data planetblupi-music-ogg plee-the-bear-data
powermanga-data pushover-data rafkill-data redeclipse-data ri-li-data scorched3d-data simutrans-data singularity-music
starfighter-data supertux-data supertuxkart-data tecnoballz-data titanion-data torus-trooper-data trackballs-data
ufoai-music unknown-horizons val-and-rick-data warmux-data warzone2100-music wesnoth-1.16-music widelands-data
wizznic-data xmoto-data
""".split()
RECORDED = {".ogg", ".oga", ".opus", ".mp3", ".flac"}
TRACKED = {".xm", ".it", ".mod", ".s3m"}
NOTATED = {".mid", ".midi"}
SMALLEST_RECORDING = 150_000  # bytes; shorter files are sound effects
EXCERPT_S, EXCERPTS, SHORTEST_S = 30, 4, 12
SOUND_FONT = "/usr/share/sounds/sf2/FluidR3_GM.sf2"
KEYS, TURNS = ("C", "D", "E", "F", "G", "A", "Bb", "Eb"), (
    ("I", "vi", "ii", "V7"), ("I", "IV", "V7", "I"), ("I7", "IV7", "I7", "V7"), ("vi", "IV", "I", "V"),
    ("i", "bVII", "bVI", "V7"), ("ii7", "V7", "I", "vi7"), ("I", "bVII", "IV", "I"), ("i7", "iv7", "i7", "V7"))


def run(*command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, check=False, **options)


def downloaded(package, folder):
    """The package's files in a folder, or None where the distribution has no such package."""
    done = run("apt-get", "download", "-q", package, cwd=folder)
    debs = sorted(folder.glob(f"{package}_*.deb"))
    if done.returncode or not debs:
        return None
    unpacked = folder / package
    run("dpkg-deb", "-x", debs[0], unpacked)
    debs[0].unlink()
    for archive in [*unpacked.rglob("*.zip"), *unpacked.rglob("*.pk3")]:
        with zipfile.ZipFile(archive) as members:
            wanted = [name for name in members.namelist() if Path(name).suffix.lower() in RECORDED]
            members.extractall(archive.with_suffix(".d"), wanted)
    return unpacked


def is_music(file):
    suffix = file.suffix.lower()
    return suffix in TRACKED | NOTATED or suffix in RECORDED and file.stat().st_size >= SMALLEST_RECORDING


def duration_s(file):
    done = run("ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", file)
    try:
        return float(done.stdout.split()[0])
    except (IndexError, ValueError):
        return 0.0


def played(notes, folder):
    """A MIDI file as FluidSynth plays it."""
    wav = folder / f"{notes.stem}.wav"
    run("fluidsynth", "-ni", "-r", 22050, "-g", 0.6, "-F", wav, SOUND_FONT, notes, timeout=120)
    return wav


def cut(file, target):
    """Writes target.<k>.flac and returns how many."""
    length = duration_s(file)
    if length < SHORTEST_S:
        return 0
    count = max(1, min(EXCERPTS, int(length / EXCERPT_S)))
    starts = np.linspace(0, max(0, length - EXCERPT_S), count + 2)[1:-1] if count > 1 else [0]
    for k, start in enumerate(starts):
        out = target.parent / f"{target.name}.{k}.flac"
        if not out.exists():
            part = out.with_suffix(".part.flac")
            done = run("ffmpeg", "-nostdin", "-v", "error", "-y", "-ss", f"{start:.1f}", "-t", EXCERPT_S, "-i", file, "-map", "0:a:0",
                       "-ac", 1, "-ar", 22050, "-sample_fmt", "s16", part)
            if done.returncode == 0 and part.exists():
                part.rename(out)
            else:
                part.unlink(missing_ok=True)
    return count


def collect(package, music, out):
    """Excerpts of every piece under `music` into out/<package>."""
    target = out / package
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for file in sorted(path for path in music.rglob("*") if path.is_file() and is_music(path)):
            notated = file.suffix.lower() in NOTATED
            cut(played(file, Path(scratch)) if notated else file, target / file.stem.replace(" ", "_"))
            for wav in Path(scratch).glob("*.wav"):
                wav.unlink()


def grooves():
    """Every style file's main groove that the accompaniment generator's own library has."""
    library = Path("/usr/share/mma/lib/stdlib")
    found = {}
    for file in sorted(library.glob("*.mma")):
        for line in file.read_text(errors="replace").splitlines():
            words = line.split()
            if len(words) == 2 and words[0].lower() == "defgroove" or len(words) > 2 and words[0].lower() == "defgroove":
                found.setdefault(file.stem, words[1])
    return sorted(found.values())


def chord(degree, key):
    """A Roman numeral in a major key as a chord's name."""
    names = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
    steps = {"i": 0, "ii": 2, "iii": 4, "iv": 5, "v": 7, "vi": 9, "vii": 11}
    flat, seventh = degree.startswith("b"), degree.endswith("7")
    numeral = degree.removeprefix("b").removesuffix("7")
    root = names[(names.index(key) + steps[numeral.lower()] - flat) % 12]
    return root + ("m" if numeral.islower() else "") + ("7" if seventh else "")


def accompany(groove, number, out):
    """One accompaniment in a groove: its key, tempo and turns are drawn from the number."""
    target = out / "accompaniments" / f"{groove}-{number}"
    if (target.parent / f"{target.name}.0.flac").exists():
        return
    rng = np.random.default_rng([number, *groove.encode()])
    key = KEYS[rng.integers(len(KEYS))]
    bars = [chord(d, key) for _ in range(6) for d in TURNS[rng.integers(len(TURNS))]]
    with tempfile.TemporaryDirectory() as scratch:
        song = Path(scratch) / "song.mma"
        song.write_text(f"Tempo {rng.integers(70, 170)}\nGroove {groove}\n" + "\n".join(bars) + "\n")
        run("mma", song, "-f", song.with_suffix(".mid"), timeout=60)
        if song.with_suffix(".mid").exists():
            cut(played(song.with_suffix(".mid"), Path(scratch)), target)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("out", type=Path, help="folder to fill, about 3 GB")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    for tool in ("apt-get", "dpkg-deb", "ffmpeg", "fluidsynth", "mma"):
        if shutil.which(tool) is None:
            sys.exit(f"free_music: {tool} is missing; install it from Debian (mma, fluidsynth, fluid-soundfont-gm, ffmpeg)")
    options.out.mkdir(parents=True, exist_ok=True)

    def one(package):
        if (options.out / package).exists():
            return None
        with tempfile.TemporaryDirectory() as scratch:
            os.chmod(scratch, 0o755)
            music = downloaded(package, Path(scratch))
            if music is None:
                return package
            collect(package, music, options.out)
        return None

    progress = Progress("packages", len(PACKAGES), 0)
    with ThreadPoolExecutor(options.jobs) as pool:
        for done, missing in enumerate(pool.map(one, PACKAGES), 1):
            progress.update(done)
            if missing:
                print(f"left out: {missing}: the distribution has no such package")
        (options.out / "accompaniments").mkdir(exist_ok=True)
        tasks = [(groove, number) for groove in grooves() for number in range(2)]
        progress = Progress("accompaniments", len(tasks), 0)
        for done, _ in enumerate(pool.map(lambda task: accompany(*task, options.out), tasks), 1):
            progress.update(done)


if __name__ == "__main__":
    main()
