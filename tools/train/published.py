"""Data sets that others have published, in the layouts they come in."""
import csv

import numpy as np

import synthesis
from clips import Clip, DataError
from folders import PARTS, audio_files, has_sides

EMOTIFY_LABELS = ("classical", "electronic", "rock")  # Emotify's "pop" is mixed: unlabelled music
_FMA_PARTS = {"training": "train", "validation": "valid"}  # its test part is left for testing


def gtzan(folder, kind="gtzan"):
    """{train,valid}/<genre>/<track>, or genres/<genre>/<track>.wav with train_filtered.txt and valid_filtered.txt."""
    if not has_sides(folder) and (folder / "train_filtered.txt").exists():
        yield from _gtzan_by_lists(folder)
        return
    for part in PARTS:
        for path in audio_files(folder / part):
            yield Clip(f"gtzan/{path.stem}", kind, str(path), part, "music", path.parent.name)


def _gtzan_by_lists(folder):
    """The fault-filtered split as it is published: lists of <genre>/<track>.wav."""
    for part in PARTS:
        for line in (folder / f"{part}_filtered.txt").read_text().split():
            path = next((path for path in (folder / "genres" / line, folder / line) if path.exists()), None)
            if path is None:
                raise DataError(f"{folder}: {part}_filtered.txt names {line}, which is not there")
            yield Clip(f"gtzan/{path.stem}", "gtzan", str(path), part, "music", path.parent.name)


def mel_clips(folder):
    """{train,valid}.npz: log-mel [128, 130] a track, named <genre>.<number>."""
    for part in PARTS:
        file = folder / f"{part}.npz"
        if not file.exists():
            raise DataError(f"{file}: not found")
        with np.load(file) as clips:
            for track in sorted(clips.files):
                yield Clip(f"gtzan/{track}", "gtzan-3s", f"{file}#{track}", part, "music", track.split(".")[0])


def emotify(folder):
    """<genre>/<n>, all for training."""
    for path in audio_files(folder):
        genre = path.parent.name if path.parent.name in EMOTIFY_LABELS else None
        yield Clip(f"emotify/{path.parent.name}/{path.stem}", "emotify", str(path), "train", "music", genre)


def research_speech(folder):
    """Held out: LibriSpeech's last ten files, mboshi's last four, Spanish speakers from 30 on; German is one speaker."""
    for path in audio_files(folder):
        language, *speaker = path.relative_to(folder).parts[:-1]
        number = int(speaker[0] if speaker else path.stem)
        held_out = {"english": number >= 41, "mboshi": number >= 16, "spanish": number >= 30}.get(language, False)
        source = f"speech/{language}/{speaker[0] if speaker else path.stem}"
        yield Clip(source, "speech", str(path), "valid" if held_out else "train", "speech")


def esc(folder):
    """ESC-10 by its folds; the fifth is held out. A recording is <fold>-<recording>-<take>."""
    for path in audio_files(folder):
        fold, recording = path.stem.split("-")[:2]
        yield Clip(f"esc/{recording}", "noise", str(path), "valid" if fold == "5" else "train", "noise")


def synthetic_noise():
    """Hums, hisses and beeps that no recording has enough of."""
    for name in synthesis.NOISES:
        yield Clip(f"synthetic/{name}", "synthetic", name, "train", "noise")


def fma(folder):
    """fma_metadata/tracks.csv with fma_small/000/000002.mp3, or both in one folder; FMA's own split, its artists."""
    table = next((file for file in (folder / "fma_metadata" / "tracks.csv", folder / "tracks.csv") if file.exists()), None)
    if table is None:
        raise DataError(f"{folder}: neither fma_metadata/tracks.csv nor tracks.csv; unpack fma_metadata.zip there")
    audio = {int(path.stem): path for path in audio_files(folder) if path.stem.isdigit() and len(path.stem) == 6}
    with open(table, newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        columns = {pair: n for n, pair in enumerate(zip(next(rows), next(rows)))}  # two rows of header: group and field
        wanted = ("set", "split"), ("track", "genre_top"), ("artist", "id")
        if any(pair not in columns for pair in wanted):
            raise DataError(f"{table}: no column {' / '.join(next(p for p in wanted if p not in columns))} in its two header rows")
        for row in rows:
            if not row[0].isdigit() or int(row[0]) not in audio:  # a third row of header; tracks of larger subsets
                continue
            part, genre, artist = (row[columns[pair]] for pair in wanted)
            if genre and part in _FMA_PARTS:
                yield Clip(f"fma/{row[0]}", "fma", str(audio[int(row[0])]), _FMA_PARTS[part], "music", _fma_label(genre),
                           f"fma/{artist}" if artist else None)


def _fma_label(genre):
    return genre.lower().replace("hip-hop", "hiphop").replace(" ", "-")
