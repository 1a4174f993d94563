"""The network: frequency first, then time.

Tall 2-D kernels with strides along frequency turn the mel picture into one vector a frame pair; residual
convolutions with growing dilation follow it through time; mean and maximum over time feed the heads. Windows of any
length from about 1 s pass.

`nn.Identity` stands where the served network rounds to eight bits (quantize.py).
"""
import torch
from torch import nn
from torch.nn import functional as F

from labels import ACTIVITIES, GENRES

EMBEDDING, SCORES = 128, 64  # principal components of the teacher's embedding, and of its AudioSet logits
TEACHER_VIEW = EMBEDDING + SCORES
_PATCH_STEPS, _PATCH_HOP_STEPS = 10, 5  # a step is 4 frames: 0.93 s every 0.46 s, the teacher's patches within 4 %
_FOLD = 4  # neighbouring bands that the first layer takes as channels


def patch_count(frames):
    """How many of the teacher's patches the network tells apart in a window of `frames`: 7 in 172, 5 in 130."""
    steps = ((frames - 1) // 2 + 1) // 2
    return (steps - _PATCH_STEPS) // _PATCH_HOP_STEPS + 1


def folded(mel):
    """[n, 1, 128, t] -> [n, 4, 33, t]: two silent bands at both ends, then every fourth band a row of its own channel."""
    padded = F.pad(mel, (0, 0, _FOLD // 2, _FOLD // 2))
    return torch.cat([padded[:, :, band::_FOLD] for band in range(_FOLD)], 1)


class Convolution(nn.Module):
    """[n, c, bands, t] -> [n, outputs, bands', t']: a 2-D convolution, batch normalisation, and a rectifier where asked."""

    def __init__(self, inputs, outputs, kernel, stride=1, padding=0, dilation=1, rectified=True):
        super().__init__()
        self.filter = nn.Conv2d(inputs, outputs, kernel, stride, padding, dilation, bias=False)
        self.norm = nn.BatchNorm2d(outputs)
        self.rectified = rectified

    def forward(self, x):
        y = self.norm(self.filter(x))
        return F.relu(y) if self.rectified else y


class Residual(nn.Module):
    """[n, c, 1, t] -> [n, c, 1, t]: a dilated convolution over three steps and a pointwise one, added to the input."""

    def __init__(self, channels, dilation):
        super().__init__()
        self.input = nn.Identity()
        self.spread = Convolution(channels, channels, (1, 3), padding=(0, dilation), dilation=(1, dilation))
        self.mix = Convolution(channels, channels, 1, rectified=False)

    def forward(self, x):
        return F.relu(x + self.mix(self.spread(self.input(x))))


class GenreNetwork(nn.Module):
    """mel [n, 1, 128, t] -> logits genre [n, 11], activity [n, 4]; `embed` gives the teacher's patches as well."""

    def __init__(self, low=32, mid=64, channels=256, dropout=0.3, genres=len(GENRES)):
        super().__init__()
        self.input = nn.Identity()
        self.frequency = nn.Sequential(
            Convolution(_FOLD, low, (2, 3), padding=(0, 1)),  # 32 bands, t
            Convolution(low, mid, (4, 3), (4, 2), (0, 1)),  # 8 bands, t / 2
            Convolution(mid, channels, (8, 1)))  # 1 band
        self.time = nn.Sequential(
            Residual(channels, 1), nn.MaxPool2d((1, 2)),  # t / 4
            Residual(channels, 1), Residual(channels, 2), Residual(channels, 4))
        self.dropout = nn.Dropout(dropout)
        self.teacher = nn.Linear(channels, TEACHER_VIEW)
        self.genre = nn.Linear(2 * channels, genres)
        self.activity = nn.Linear(2 * channels, len(ACTIVITIES))

    def steps(self, mel):
        """[n, 1, 128, t] -> [n, channels, t / 4]."""
        return self.time(self.frequency(self.input(folded(mel))))[:, :, 0]

    def embed(self, mel):
        """-> (genre logits, activity logits, the teacher's view of each patch [n, patches, 192])."""
        x = self.steps(mel)
        patches = F.avg_pool1d(x, _PATCH_STEPS, _PATCH_HOP_STEPS).transpose(1, 2)
        pooled = self.dropout(_pooled(x))
        return self.genre(pooled), self.activity(pooled), self.teacher(patches)

    def forward(self, mel):
        pooled = _pooled(self.steps(mel))
        return self.genre(pooled), self.activity(pooled)


def _pooled(x):
    return torch.cat([x.mean(2), x.amax(2)], 1)


def count_multiply_adds(network, frames):
    """Multiply-adds of the convolutions and linear layers for one window of `frames`."""
    total = 0

    def add(layer, _, output):
        nonlocal total
        total += layer.weight.numel() * (output[0, 0].numel() if output.dim() > 2 else 1)

    layers = [m for m in network.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    hooks = [layer.register_forward_hook(add) for layer in layers]
    training = network.training
    with torch.no_grad():
        network.eval()(torch.zeros(1, 1, 128, frames))
    network.train(training)
    for hook in hooks:
        hook.remove()
    return total
