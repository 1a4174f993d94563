import json
import unittest

from tools_path import MODELS
import card
from clips import Clip


def recordings(activity, genre=None):
    return [Clip(f"{activity} {part}", "folder" if genre else activity, f"{part}.opus", part, activity, genre) for part in ("train", "valid")]


class Card(unittest.TestCase):
    def setUp(self):
        self.manifest = json.loads((MODELS / "livegenre-1" / "manifest.json").read_text())
        self.manifest["training"]["teacher"] = False
        self.clips = [*recordings("music", "jazz"), *recordings("noise")]

    def test_says_nothing_of_a_teacher_where_there_was_none(self):
        self.assertNotIn("YAMNet", card.text(self.manifest, self.clips))

    def test_speech_is_said_to_be_mixed_in_where_there_was_speech(self):
        self.assertIn("\nNoise mixed in", card.text(self.manifest, [*self.clips, recordings("speech")[1]]))
        self.assertIn("\nSpeech and noise mixed in", card.text(self.manifest, [*self.clips, *recordings("speech")]))
