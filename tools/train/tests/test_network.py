import unittest

import torch

import tools_path  # noqa: F401
from network import TEACHER_VIEW, GenreNetwork, count_multiply_adds, folded, patch_count


class Network(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(0)
        self.network = GenreNetwork().eval()

    def test_any_length_gives_all_heads(self):
        for frames in (86, 130, 172):
            genre, activity, teacher = self.network.embed(torch.randn(3, 1, 128, frames))
            self.assertEqual((genre.shape, activity.shape, teacher.shape), ((3, 11), (3, 4), (3, patch_count(frames), TEACHER_VIEW)))

    def test_order_in_time_matters(self):
        mel = torch.randn(1, 1, 128, 172)
        shuffled = mel[..., torch.randperm(172)]
        self.assertGreater((self.network(mel)[0] - self.network(shuffled)[0]).abs().max().item(), 1e-3)

    def test_bands_are_folded_in_order(self):
        bands = torch.arange(128.0).reshape(1, 1, 128, 1).expand(1, 1, 128, 5)
        self.assertEqual(folded(bands)[0, :, 1, 0].tolist(), [2, 3, 4, 5])
        self.assertEqual(folded(bands + 1)[0, :, 0, 0].tolist(), [0, 0, 1, 2])  # two silent ones at the low end
        self.assertEqual(folded(bands + 1)[0, :, 32, 0].tolist(), [127, 128, 0, 0])

    def test_stays_within_its_budget(self):
        self.assertLess(count_multiply_adds(self.network, 172), 95e6)
        self.assertLess(sum(p.numel() for p in self.network.parameters()), 1.5e6)
