"""The network as it is served: eight bits a value, batch normalisation folded into the convolutions.

Activations are unsigned bytes with one scale a tensor, weights signed bytes with one scale a channel, as ONNX's
QuantizeLinear and DequantizeLinear around each convolution; what adds, weighs and pools stays in float. Weights use 7 of
8 bits, so that processors without VNNI, whose sums of two products have 16 bits, cannot overflow and give the same answer.

Source: B. Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference",
2018, without its training: ranges are observed on training windows.
"""
import copy

import torch
from torch import nn
from torch.nn import functional as F

from network import Convolution

_LEVELS = 255
_WEIGHT_LEVEL = 63
_WITHIN = 0.9999  # of a tensor's values its range holds; the others are clipped
_SAMPLED = 100_000  # values of a tensor that its range is read from, a batch


class _Round(torch.autograd.Function):
    """To the nearest of 256 levels and back."""

    @staticmethod
    def forward(_, x, scale, zero):
        return (torch.clamp(torch.round(x / scale) + zero, 0, _LEVELS) - zero) * scale

    @staticmethod
    def symbolic(g, x, scale, zero):
        zero = g.op("Cast", zero, to_i=2)  # unsigned byte
        return g.op("DequantizeLinear", g.op("QuantizeLinear", x, scale, zero), scale, zero)


class _Widen(torch.autograd.Function):
    """Whole numbers [outputs, ...] times their channel's scale [outputs]."""

    @staticmethod
    def forward(_, whole, scale):
        return whole * scale.reshape(-1, *[1] * (whole.dim() - 1))

    @staticmethod
    def symbolic(g, whole, scale):
        zero = g.op("Constant", value_t=torch.zeros(scale.type().sizes()[0], dtype=whole.type().dtype()))
        return g.op("DequantizeLinear", whole, scale, zero, axis_i=0)


class Rounding(nn.Module):
    """Observes a range at first; rounds to it once `fix` was called."""

    def __init__(self):
        super().__init__()
        self._low = self._high = 0.0
        self.scale = None

    def forward(self, x):
        if self.scale is not None:
            return _Round.apply(x, self.scale, self.zero)
        values = x.flatten()[::max(1, x.numel() // _SAMPLED)]
        self._low = min(self._low, torch.quantile(values, 1 - _WITHIN).item())
        self._high = max(self._high, torch.quantile(values, _WITHIN).item())
        return x

    def fix(self):
        self.scale = torch.tensor(max(self._high - self._low, 1e-6) / _LEVELS)
        self.zero = torch.tensor(round(-self._low / self.scale.item()), dtype=torch.uint8)


class RoundedConvolution(nn.Module):
    """A `Convolution` in whole numbers, and the rounding of what leaves it."""

    def __init__(self, convolution):
        super().__init__()
        factor = convolution.norm.weight / torch.sqrt(convolution.norm.running_var + convolution.norm.eps)
        weight = convolution.filter.weight * factor.reshape(-1, 1, 1, 1)
        self.bias = convolution.norm.bias - convolution.norm.running_mean * factor
        self.scale = weight.abs().amax((1, 2, 3)).clamp(min=1e-12) / _WEIGHT_LEVEL
        self.weight = torch.round(weight / self.scale.reshape(-1, 1, 1, 1)).to(torch.int8)
        self._filter, self._rectified = convolution.filter, convolution.rectified
        self.rounding = Rounding()

    def forward(self, x):
        weight = _Widen.apply(self.weight, self.scale)
        y = F.conv2d(x, weight, self.bias, self._filter.stride, self._filter.padding, self._filter.dilation)
        return self.rounding(F.relu(y) if self._rectified else y)


def _served(module):
    for name, child in module.named_children():
        if isinstance(child, Convolution):
            setattr(module, name, RoundedConvolution(child))
        elif isinstance(child, nn.Identity):
            setattr(module, name, Rounding())
        else:
            _served(child)


@torch.no_grad()
def quantized(network, run):
    """The network in eight bits; `run` is called with it once, and its ranges are observed meanwhile."""
    network = copy.deepcopy(network).eval()
    _served(network)
    run(network)
    for module in network.modules():
        if isinstance(module, Rounding):
            module.fix()
    return network
