import unittest

import numpy as np

import tools_path  # noqa: F401
from batches import MUSIC, NOISE, SPEECH, SPEECH_OVER_MUSIC, Batches, Feature
from labels import GENRES
from network import TEACHER_VIEW


def feature(source, activity, genre=-1, taught=True, frames=260):
    rng = np.random.default_rng([*source.encode()])
    targets = np.full((12, TEACHER_VIEW + len(GENRES)), float(activity), np.float32) if taught else None
    return Feature(source, activity, genre, rng.uniform(-60, 0, (frames, 128)).astype(np.float16), targets)


class Drawn(unittest.TestCase):
    def setUp(self):
        features = [feature("blues", MUSIC, 0), *(feature(f"rock.{n}", MUSIC, 9) for n in range(30)),
                    feature("clip", MUSIC, 3, taught=False, frames=130), feature("mix", MUSIC),
                    feature("voice", SPEECH), feature("rain", NOISE)]
        self.batches = Batches(features, 400, seed=3)

    def test_same_number_same_batch(self):
        for name, values in vars(self.batches[5]).items():
            np.testing.assert_array_equal(values, getattr(self.batches[5], name))
        self.assertFalse(self.batches[5].mel.shape == self.batches[6].mel.shape
                         and np.array_equal(self.batches[5].mel, self.batches[6].mel))

    def test_windows_are_normalised_and_finite(self):
        mel = self.batches[0].mel
        self.assertIn(mel.shape[1:], {(1, 128, 172), (1, 128, 130)})
        self.assertTrue(np.all(np.isfinite(mel)))
        self.assertLess(np.abs(mel.mean((1, 2, 3))).max(), 0.7)  # masks come after the standardisation

    def test_only_music_carries_a_genre_and_only_taught_windows_an_embedding(self):
        batch = self.batches[0]
        activity = batch.activity.argmax(1)
        self.assertEqual(set(activity), {MUSIC, SPEECH, SPEECH_OVER_MUSIC, NOISE})
        self.assertTrue(np.all((batch.genre_weight > 0) == (activity == MUSIC)))
        self.assertTrue(np.all(batch.embedding_weight[activity == SPEECH_OVER_MUSIC] == 0))
        taught = batch.embedding_weight[activity == SPEECH]
        self.assertTrue(0.7 < taught.mean() <= 1)  # all but those that hold a pause or a change
        np.testing.assert_allclose(batch.genre[activity == MUSIC].sum(1), 1, atol=1e-5)

    def test_genres_are_even_however_many_tracks_they_have(self):
        batch = self.batches[1]
        music = batch.genre[batch.genre.max(1) > 0.2]  # those with a label
        blues, rock = ((music.argmax(1) == genre).mean() for genre in (0, 9))
        self.assertLess(abs(blues - rock), 0.15)

    def test_stream_gives_the_same_batches_in_order(self):
        small = Batches([feature("a", MUSIC, 0), feature("b", SPEECH), feature("c", NOISE)], 4, seed=0)
        for number, batch in enumerate(small.stream(7, 10), 7):
            np.testing.assert_array_equal(batch.mel, small[number].mel)

    def test_without_speech_and_teacher_music_and_noise_are_left(self):
        own = Batches([feature("a", MUSIC, 0, taught=False), feature("b", MUSIC, 1, taught=False),
                       feature("rain", NOISE, taught=False)], 100, seed=0, genres=2)
        batch = own[0]
        activity = batch.activity.argmax(1)
        self.assertEqual(set(activity), {MUSIC, NOISE})
        self.assertEqual(batch.genre.shape, (100, 2))
        self.assertTrue(np.all((batch.genre_weight > 0) == (activity == MUSIC)))
        self.assertTrue(np.all(batch.embedding_weight == 0))
