"""What a window costs: weights, multiply-adds, and milliseconds in ONNX Runtime on one thread."""
import tempfile
import warnings
from pathlib import Path

import torch
from torch import nn

import descriptors
import front_end
import teacher
from network import count_multiply_adds
from views import DESCRIPTORS, EMBEDDING

_COUNTED = "aten::conv2d", "aten::addmm", "aten::mm"
_WINDOW_S = front_end.WINDOW_FRAMES * front_end.HOP_LENGTH / front_end.SAMPLE_RATE_HZ
PATCHES = 1 + int((_WINDOW_S - teacher.PATCH_S) / teacher.PATCH_HOP_S)  # of the teacher in a window


class TaughtHead(nn.Module):
    """The teacher with a head on it, as one network: patches [n, 1, 96, 64] of a window -> logits [1, genres]."""
    view = EMBEDDING

    def __init__(self, module, head):
        super().__init__()
        self._module, self._head = module, head

    def forward(self, patches):
        embedding = torch.log1p(self._module.network(patches)[0])
        spread = (embedding - embedding.mean(0)).square().mean(0).sqrt()
        return self._head(torch.cat([embedding.mean(0), spread])[None])

    def parameter_count(self):
        layers = sum(weights.numel() + bias.numel() for _, weights, bias, _ in self._module._LAYERS)
        return layers + sum(p.numel() for p in self._head.parameters())


def parameter_count(network):
    return network.parameter_count() if hasattr(network, "parameter_count") else sum(p.numel() for p in network.parameters())


def _input(network):
    """One window; values do not matter."""
    if network.view == EMBEDDING:
        return torch.ones(PATCHES, 1, teacher.PATCH_FRAMES, teacher.BANDS)
    if network.view == DESCRIPTORS:
        return torch.ones(1, 2 * descriptors.COUNT)
    return torch.ones(1, 1, front_end.MEL_BANDS, front_end.WINDOW_FRAMES)


@torch.no_grad()
def multiply_adds(network):
    """Of the convolutions and dense layers, for one window."""
    one = _input(network)
    if one.dim() == 4 and network.view != EMBEDDING:
        return count_multiply_adds(network, front_end.WINDOW_FRAMES)
    with torch.profiler.profile(with_flops=True) as profile:  # also sees the teacher's, which are no layers
        network.eval()(one)
    return sum(event.flops for event in profile.key_averages() if event.key in _COUNTED) // 2


def milliseconds(network, runtime):
    """Of the network alone, one window at a time; what it reads is not counted."""
    one = _input(network)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # shapes are those of one window, as meant
        file = Path(folder) / "model.onnx"
        torch.onnx.export(network.eval(), one, str(file), opset_version=13, input_names=["x"], output_names=["genre"])
        return runtime.milliseconds(file, one.numpy())
