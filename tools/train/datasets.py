"""Which audio there is, what it is, and on which side of the split it stands: a loader for each kind of data set."""
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from clips import DataError, check_split
from folders import Split, by_file, folder_per_label, unlabelled
from labels import in_order
from published import emotify, esc, fma, gtzan, mel_clips, research_speech, synthetic_noise


@dataclass(frozen=True)
class Data:
    """All clips, checked, with the genres among them; teacher is the folder of yamnet_teacher.py, or None."""
    clips: list
    genres: list
    teacher: Path | None


KINDS = {
    "folder": folder_per_label,
    "gtzan": lambda folder, _: gtzan(folder),
    "gtzan-short": lambda folder, _: gtzan(folder, "gtzan-short"),
    "mel-clips": lambda folder, _: mel_clips(folder),
    "fma": lambda folder, _: fma(folder),
    "emotify": lambda folder, _: emotify(folder),
    "unlabelled": lambda folder, _: unlabelled(folder),
    "speech": by_file("speech"),
    "noise": by_file("noise"),
}


def research_clips(data):
    """Everything that the released model was trained and measured on, in one folder."""
    if not data.is_dir():
        raise DataError(f"{data}: no such folder")
    return [*gtzan(data / "gtzan"), *gtzan(data / "gtzan-short", "gtzan-short"), *mel_clips(data / "gtzan-3s"),
            *emotify(data / "emotify"), *research_speech(data / "speech"), *esc(data / "noise"), *synthetic_noise()]


def add_arguments(parser):
    """The arguments that say which audio, the same for every tool."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="the research folder, laid out as below")
    parser.add_argument("--dataset", type=_dataset, action="append", default=[], metavar="KIND:DIR",
                        help=f"another data set; repeat for more. KIND is {', '.join(KINDS)}")
    parser.add_argument("--unlabelled", type=Path, action="append", default=[], metavar="DIR",
                        help="music without labels, for the teacher to speak about; as --dataset unlabelled:DIR")
    parser.add_argument("--teacher", type=Path, metavar="DIR", help="folder of yamnet_teacher.py (default: DATA/teacher)")
    parser.add_argument("--no-teacher", action="store_true", help="learn from labels alone")
    parser.add_argument("--held-out", type=float, default=0.2, metavar="SHARE",
                        help="of the tracks of a folder without train/ and valid/ (default 0.2)")
    parser.add_argument("--split-seed", type=int, default=0, help="of that split (default 0)")
    parser.add_argument("--artists-in-names", action="store_true",
                        help="files are called 'Artist - Title'; an artist stands on one side (artists.csv does the same)")


def documented(options):
    """The arguments again, for a card: folders by their last name only."""
    words = ["--data DATA"] if options.data else []
    words += [f"--dataset {kind}:{folder.resolve().name}" for kind, folder in options.dataset]
    words += [f"--unlabelled {folder.resolve().name}" for folder in options.unlabelled]
    words += ["--teacher TEACHER"] * (options.teacher is not None) + ["--no-teacher"] * options.no_teacher
    words += [f"--held-out {options.held_out}"] * (options.held_out != Split.share)
    words += [f"--split-seed {options.split_seed}"] * (options.split_seed != Split.seed)
    return words + ["--artists-in-names"] * options.artists_in_names


def _dataset(text):
    kind, colon, folder = text.partition(":")
    if not colon or kind not in KINDS or not folder:
        raise ValueError  # argparse words it
    return kind, Path(folder)


_dataset.__name__ = "KIND:DIR"


def from_arguments(options):
    """-> Data, checked; raises DataError."""
    if options.data is None and not options.dataset:
        raise DataError("which audio? Give --dataset folder:DIR with DIR/<label>/<track>, or --data DIR; --help shows more")
    if not 0 < options.held_out < 1:
        raise DataError(f"--held-out must lie between 0 and 1, not {options.held_out}")
    split = Split(options.held_out, options.split_seed, options.artists_in_names)
    clips = research_clips(options.data) if options.data else list(synthetic_noise())
    for kind, folder in [*options.dataset, *(("unlabelled", folder) for folder in options.unlabelled)]:
        clips += KINDS[kind](folder, split)
    teacher = _teacher(options)
    if teacher is None:
        if options.unlabelled or any(kind == "unlabelled" for kind, _ in options.dataset):
            raise DataError("music without labels teaches only through a teacher; give --teacher DIR, or leave it out")
        clips = [clip for clip in clips if clip.genre or clip.activity != "music"]
    check_split(clips)
    return Data(clips, _checked_genres(clips), teacher)


def _checked_genres(clips):
    tracks = Counter((clip.genre, clip.part) for clip in clips if clip.genre)
    genres = in_order(genre for genre, _ in tracks)
    if len(genres) < 2:
        raise DataError(f"a model needs at least 2 labels; the data has {len(genres)}: {', '.join(genres) or 'none'}")
    unlearnable = [genre for genre in genres if not tracks[genre, "train"]]
    if unlearnable:
        raise DataError(f"no track to train on for {', '.join(unlearnable)}; they stand in valid only")
    return genres


def _teacher(options):
    if options.no_teacher:
        return None
    folder = options.teacher or (options.data and options.data / "teacher")
    if folder is not None and not (folder / "yamnet_teacher.py").exists():
        raise DataError(f"{folder}: no yamnet_teacher.py; give --teacher DIR, or --no-teacher to learn from labels alone")
    return folder
