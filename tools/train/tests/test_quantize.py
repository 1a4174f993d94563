import tempfile
import unittest
import warnings
from pathlib import Path

import torch

import tools_path  # noqa: F401
from export import write_onnx
from network import GenreNetwork
from quantize import Rounding, RoundedConvolution, quantized


def network():
    """Untrained, but with statistics of batch normalisation that differ from layer to layer."""
    torch.manual_seed(0)
    made = GenreNetwork(dropout=0).train()
    with torch.no_grad():
        for _ in range(30):
            made(torch.randn(8, 1, 128, 172))
        for convolution in made.modules():
            if isinstance(convolution, torch.nn.BatchNorm2d):
                convolution.weight.uniform_(0.5, 1.5)
                convolution.bias.uniform_(-0.3, 0.3)
    return made.eval()


class Quantized(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.network, cls.windows = network(), torch.randn(16, 1, 128, 172)
        cls.served = quantized(cls.network, lambda served: served(cls.windows))

    def test_answers_like_the_network_it_was_made_of(self):
        with torch.no_grad():
            for exact, rounded in zip(self.network(self.windows), self.served(self.windows)):
                self.assertLess((exact - rounded).abs().mean().item(), 0.05 * exact.std().item())
                self.assertGreater((exact - rounded).abs().max().item(), 0)

    def test_leaves_the_network_as_it_was(self):
        self.assertFalse([m for m in self.network.modules() if isinstance(m, (Rounding, RoundedConvolution))])

    def test_sums_of_two_products_fit_sixteen_bits(self):
        for convolution in self.served.modules():
            if isinstance(convolution, RoundedConvolution):
                self.assertLessEqual(2 * 255 * convolution.weight.abs().max().item(), 2**15 - 1)

    def test_a_value_stays_within_half_a_level(self):
        rounding = Rounding()
        x = torch.linspace(-2, 3, 501)
        rounding(x)
        rounding.fix()
        self.assertLessEqual((rounding(x) - x).abs()[5:-5].max().item(), 0.5 * 5 / 255 + 1e-6)
        self.assertEqual(rounding(torch.zeros(1)).item(), 0)

    def test_weights_are_bytes_in_the_file(self):
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            write_onnx(self.served, Path(folder) / "model.onnx")
            self.assertEqual([str(warning.message) for warning in said], [])
            kernels = sum(p.numel() for p in self.network.parameters() if p.dim() > 2)
            others = sum(p.numel() for p in self.network.parameters() if p.dim() <= 2)
            self.assertLess((Path(folder) / "model.onnx").stat().st_size, kernels + 4 * others + 100_000)


if __name__ == "__main__":
    unittest.main()
