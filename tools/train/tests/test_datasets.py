import argparse
import tempfile
import unittest
from pathlib import Path

import numpy as np

import tools_path  # noqa: F401
import datasets
import published
from clips import Clip, DataError, check_split
from folders import Split


def clip(source, part, artist=None, path="a.opus"):
    return Clip(source, "gtzan", path, part, "music", "blues", artist)


class Folders(unittest.TestCase):
    """Files are empty or hold a few bytes: loaders look at names only."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.root = Path(temporary.name)

    def write(self, path, content=None):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path if content is None else content)
        return file

    def loaded(self, *words):
        parser = argparse.ArgumentParser()
        datasets.add_arguments(parser)
        return datasets.from_arguments(parser.parse_args([str(word) for word in words]))

    def music(self, data):
        return [clip for clip in data.clips if clip.activity == "music"]


class FolderPerLabel(Folders):
    def test_tracks_of_every_label_are_split_by_seed(self):
        for label in ("schlager", "oper"):
            for number in range(10):
                self.write(f"music/{label}/{number}.mp3")
        data = self.loaded("--dataset", f"folder:{self.root}/music", "--no-teacher")
        self.assertEqual(data.genres, ["oper", "schlager"])
        for label in data.genres:
            parts = [clip.part for clip in data.clips if clip.genre == label]
            self.assertEqual((parts.count("train"), parts.count("valid")), (8, 2))
        again = self.loaded("--dataset", f"folder:{self.root}/music", "--no-teacher")
        other = self.loaded("--dataset", f"folder:{self.root}/music", "--no-teacher", "--split-seed", 1)
        self.assertEqual(data.clips, again.clips)
        self.assertNotEqual(data.clips, other.clips)

    def test_labels_that_decisions_mean_something_else_by_are_refused(self):
        fixes = {"none": "rename the folder$", "Unknown": "rename the folder$", "music": "rename the folder$",
                 "Speech": "rename the folder, or move it and give it as --dataset speech:DIR", "noise": "--dataset noise:DIR"}
        for label, fix in fixes.items():
            with self.subTest(label), self.assertRaisesRegex(DataError, f"{label}/{label}: '{label}' cannot be a label.*{fix}"):
                for genre in (label, "jazz"):
                    self.write(f"{label}/{genre}/{genre}.wav")
                self.loaded("--dataset", f"folder:{self.root}/{label}", "--no-teacher")

    def test_sides_that_are_there_stay(self):
        for part in ("train", "valid"):
            for label in ("rock", "jazz"):
                self.write(f"music/{part}/{label}/sub/{part}.wav")
        clips = self.music(self.loaded("--dataset", f"folder:{self.root}/music", "--no-teacher"))
        self.assertEqual({(clip.part, Path(clip.path).stem) for clip in clips}, {("train", "train"), ("valid", "valid")})
        self.assertEqual(self.loaded("--dataset", f"folder:{self.root}/music", "--no-teacher").genres, ["jazz", "rock"])

    def test_one_track_on_both_sides_is_refused_by_name(self):
        for part in ("train", "valid"):
            self.write(f"music/{part}/rock/same.wav")
        self.write("music/train/jazz/other.wav")
        with self.assertRaisesRegex(DataError, "music/rock/same"):
            self.loaded("--dataset", f"folder:{self.root}/music", "--no-teacher")

    def test_one_recording_under_two_names_is_refused(self):
        self.write("music/train/rock/a.wav", "the same bytes")
        self.write("music/valid/rock/b.wav", "the same bytes")
        self.write("music/train/jazz/c.wav")
        with self.assertRaisesRegex(DataError, r"a\.wav = .*b\.wav"):
            self.loaded("--dataset", f"folder:{self.root}/music", "--no-teacher")

    def test_artists_in_names_stand_on_one_side(self):
        for label in ("rock", "jazz"):
            for artist in range(6):
                for number in range(3):
                    self.write(f"music/{label}/Artist {artist} - {number}.mp3")
        clips = self.music(self.loaded("--dataset", f"folder:{self.root}/music", "--no-teacher", "--artists-in-names"))
        sides = {}
        for each in clips:
            sides.setdefault(each.artist, set()).add(each.part)
        self.assertEqual(len(sides), 6)
        self.assertTrue(all(len(parts) == 1 for parts in sides.values()))
        self.assertEqual({clip.genre for clip in clips if clip.part == "valid"}, {"rock", "jazz"})

    def test_artists_csv_on_both_sides_of_a_given_split_is_refused(self):
        for part, number in (("train", 1), ("valid", 2)):
            self.write(f"music/{part}/rock/{number}.wav")
        self.write("music/train/jazz/3.wav")
        self.write("music/artists.csv", "track,artist\ntrain/rock/1.wav,Bo\n2,Bo\n")
        with self.assertRaisesRegex(DataError, "1 artists .*Bo"):
            self.loaded("--dataset", f"folder:{self.root}/music", "--no-teacher")

    def test_what_cannot_be_learned_is_named(self):
        self.write("music/train/rock/1.wav")
        self.write("music/train/jazz/2.wav")
        self.write("music/valid/polka/3.wav")
        with self.assertRaisesRegex(DataError, "polka"):
            self.loaded("--dataset", f"folder:{self.root}/music", "--no-teacher")
        self.write("one/rock/1.wav")
        with self.assertRaisesRegex(DataError, "at least 2 labels; the data has 1: rock"):
            self.loaded("--dataset", f"folder:{self.root}/one", "--no-teacher")

    def test_a_loose_file_and_an_empty_folder_are_named(self):
        loose = self.write("music/loose.wav")
        with self.assertRaisesRegex(DataError, str(loose)):
            self.loaded("--dataset", f"folder:{self.root}/music", "--no-teacher")
        (self.root / "empty").mkdir()
        with self.assertRaisesRegex(DataError, "empty: no audio files"):
            self.loaded("--dataset", f"folder:{self.root}/empty", "--no-teacher")


class Fma(Folders):
    HEADER = ",album,artist,set,set,track\n,id,id,split,subset,genre_top\ntrack_id,,,,,\n"

    def write_tracks(self, *rows):
        self.write("fma/fma_metadata/tracks.csv", self.HEADER + "".join(f"{row}\n" for row in rows))

    def test_split_labels_and_artists_are_the_tables(self):
        self.write_tracks("2,1,1,training,small,Hip-Hop", "5,1,1,training,small,Rock", "140,9,7,validation,small,Rock",
                          "141,9,8,test,small,Rock", "142,9,8,training,large,Rock")
        for number in (2, 5, 140, 141):
            self.write(f"fma/fma_small/000/{number:06}.mp3")
        data = self.loaded("--dataset", f"fma:{self.root}/fma", "--no-teacher")
        self.assertEqual(data.genres, ["hiphop", "rock"])
        self.assertEqual([(clip.source, clip.part, clip.genre, clip.artist) for clip in self.music(data)],
                         [("fma/2", "train", "hiphop", "fma/1"), ("fma/5", "train", "rock", "fma/1"), ("fma/140", "valid", "rock", "fma/7")])

    def test_a_table_without_its_columns_is_refused(self):
        self.write("fma/tracks.csv", "a,b\nc,d\n")
        self.write("fma/000/000002.mp3")
        with self.assertRaisesRegex(DataError, "set / split"):
            self.loaded("--dataset", f"fma:{self.root}/fma", "--no-teacher")


class Others(Folders):
    def test_gtzan_by_published_lists(self):
        for genre in ("blues", "rock"):
            for number in range(3):
                self.write(f"gtzan/genres/{genre}/{genre}.0000{number}.wav")
        self.write("gtzan/train_filtered.txt", "blues/blues.00000.wav\nrock/rock.00001.wav\n")
        self.write("gtzan/valid_filtered.txt", "blues/blues.00002.wav\n")
        clips = self.music(self.loaded("--dataset", f"gtzan:{self.root}/gtzan", "--no-teacher"))
        self.assertEqual([(clip.source, clip.part) for clip in clips],
                         [("gtzan/blues.00000", "train"), ("gtzan/rock.00001", "train"), ("gtzan/blues.00002", "valid")])

    def test_mel_clips_carry_their_genre_in_their_name(self):
        for part, name in (("train", "pop.00001"), ("valid", "disco.00002")):
            (self.root / "clips").mkdir(exist_ok=True)
            np.savez(self.root / "clips" / f"{part}.npz", **{name: np.zeros((128, 130), np.float16)})
        found = list(published.mel_clips(self.root / "clips"))
        self.assertEqual([(clip.source, clip.part, clip.genre, clip.is_audio) for clip in found],
                         [("gtzan/pop.00001", "train", "pop", False), ("gtzan/disco.00002", "valid", "disco", False)])

    def test_speech_is_held_out_by_file(self):
        for number in range(10):
            self.write(f"voices/{number}.flac")
        parts = [clip.part for clip in datasets.KINDS["speech"](self.root / "voices", Split())]
        self.assertEqual(parts.count("valid"), 2)

    def test_music_without_labels_needs_a_teacher(self):
        for label in ("rock", "jazz"):
            self.write(f"music/{label}/{label}.wav")
        self.write("archive/x.mp3")
        with self.assertRaisesRegex(DataError, "teacher"):
            self.loaded("--dataset", f"folder:{self.root}/music", "--unlabelled", self.root / "archive")
        self.write("teacher/yamnet_teacher.py")
        data = self.loaded("--dataset", f"folder:{self.root}/music", "--unlabelled", self.root / "archive",
                           "--teacher", self.root / "teacher")
        self.assertIn(("unlabelled", "train", None), {(clip.kind, clip.part, clip.genre) for clip in data.clips})

    def test_missing_folder_and_missing_data_are_named(self):
        with self.assertRaisesRegex(DataError, "/no/such/folder"):
            self.loaded("--data", "/no/such/folder")
        with self.assertRaisesRegex(DataError, "--dataset folder:DIR"):
            self.loaded()


class CheckSplit(unittest.TestCase):
    def test_track_on_both_sides_is_refused_by_name(self):
        with self.assertRaisesRegex(DataError, "blues.00007"):
            check_split([clip("gtzan/blues.00007", "train"), clip("gtzan/blues.00008", "train"),
                         clip("gtzan/blues.00007", "valid")])

    def test_artist_on_both_sides_is_refused_by_name(self):
        with self.assertRaisesRegex(DataError, "artists.*Bessie"):
            check_split([clip("a", "train", "Bessie", "a.opus"), clip("b", "valid", "Bessie", "b.opus")])

    def test_clips_of_one_track_may_share_a_side(self):
        check_split([clip("gtzan/blues.00007", "train", path="a.opus"), clip("gtzan/blues.00007", "train", path="b.opus"),
                     clip("gtzan/blues.00008", "valid")])

    def test_two_clips_of_one_name_are_refused(self):
        with self.assertRaisesRegex(DataError, "x/a.opus and y/a.opus"):
            check_split([clip("s", "train", path="x/a.opus"), clip("s", "train", path="y/a.opus")])
