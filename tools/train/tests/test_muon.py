import unittest

import torch

import tools_path  # noqa: F401
from muon import Muon, orthogonalise


class Steps(unittest.TestCase):
    def test_singular_values_come_close_to_one(self):
        torch.manual_seed(0)
        for shape in ((64, 200), (200, 64), (48, 48)):
            values = torch.linalg.svdvals(orthogonalise(torch.randn(*shape) * 1e-3))
            self.assertGreater(values[:-4].min().item(), 0.5)
            self.assertLess(values.max().item(), 1.3)

    def test_singular_vectors_stay(self):
        torch.manual_seed(0)
        left, _ = torch.linalg.qr(torch.randn(32, 8))
        right, _ = torch.linalg.qr(torch.randn(40, 8))
        given = left @ torch.diag(torch.linspace(0.3, 1, 8)) @ right.T
        self.assertGreater(((left @ right.T) * orthogonalise(given)).sum().item() / 8, 0.6)

    def test_descends_where_directions_differ_in_scale(self):
        torch.manual_seed(0)
        weight, scales = torch.nn.Parameter(torch.randn(16, 16, 1, 3)), torch.logspace(-2, 0, 16)
        optimiser, losses = Muon([weight], lr=0.1, weight_decay=0), []
        for _ in range(150):
            loss = (weight.flatten(1) * scales[:, None]).square().sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            losses.append(loss.item())
        self.assertLess(losses[-1], 0.05 * losses[0])


if __name__ == "__main__":
    unittest.main()
