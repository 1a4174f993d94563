"""The network: frequency first, then time.

Tall 2-D kernels with strides along frequency turn the mel picture into one vector a frame pair; residual 1-D
convolutions with growing dilation follow it through time; mean and maximum over time feed the heads. Windows of any
length from about 1 s pass.
"""
import torch
from torch import nn
from torch.nn import functional as F

from labels import ACTIVITIES, GENRES

EMBEDDING, SCORES = 128, 64  # principal components of the teacher's embedding, and of its AudioSet logits
TEACHER_VIEW = EMBEDDING + SCORES
_PATCH_STEPS, _PATCH_HOP_STEPS = 10, 5  # a step is 4 frames: 0.93 s every 0.46 s, the teacher's patches within 4 %


def patch_count(frames):
    """How many of the teacher's patches the network tells apart in a window of `frames`: 7 in 172, 5 in 130."""
    steps = ((frames - 1) // 2 + 1) // 2
    return (steps - _PATCH_STEPS) // _PATCH_HOP_STEPS + 1


class Residual(nn.Module):
    """[n, c, t] -> [n, c, t]: a dilated convolution over three steps and a pointwise one, added to the input."""

    def __init__(self, channels, dilation):
        super().__init__()
        self.spread = nn.Conv1d(channels, channels, 3, padding=dilation, dilation=dilation, bias=False)
        self.spread_norm = nn.BatchNorm1d(channels)
        self.mix = nn.Conv1d(channels, channels, 1, bias=False)
        self.mix_norm = nn.BatchNorm1d(channels)

    def forward(self, x):
        y = F.relu(self.spread_norm(self.spread(x)))
        return F.relu(x + self.mix_norm(self.mix(y)))


class GenreNetwork(nn.Module):
    """mel [n, 1, 128, t] -> logits genre [n, 11], activity [n, 4]; `embed` gives the teacher's patches as well."""

    def __init__(self, low=32, mid=64, channels=256, dropout=0.3, genres=len(GENRES)):
        super().__init__()
        self.frequency = nn.Sequential(
            nn.Conv2d(1, low, (8, 3), (4, 1), (2, 1), bias=False), nn.BatchNorm2d(low), nn.ReLU(),  # 32 bands, t
            nn.Conv2d(low, mid, (4, 3), (4, 2), (0, 1), bias=False), nn.BatchNorm2d(mid), nn.ReLU(),  # 8 bands, t / 2
            nn.Conv2d(mid, channels, (8, 1), bias=False), nn.BatchNorm2d(channels), nn.ReLU())  # 1 band
        self.time = nn.Sequential(
            Residual(channels, 1), nn.MaxPool1d(2),  # t / 4
            Residual(channels, 1), Residual(channels, 2), Residual(channels, 4))
        self.dropout = nn.Dropout(dropout)
        self.teacher = nn.Linear(channels, TEACHER_VIEW)
        self.genre = nn.Linear(2 * channels, genres)
        self.activity = nn.Linear(2 * channels, len(ACTIVITIES))

    def steps(self, mel):
        """[n, 1, 128, t] -> [n, channels, t / 4]."""
        return self.time(self.frequency(mel).squeeze(2))

    def embed(self, mel):
        """-> (genre logits, activity logits, the teacher's view of each patch [n, patches, 192])."""
        x = self.steps(mel)
        patches = F.avg_pool1d(x, _PATCH_STEPS, _PATCH_HOP_STEPS).transpose(1, 2)
        pooled = self.dropout(torch.cat([x.mean(2), x.amax(2)], 1))
        return self.genre(pooled), self.activity(pooled), self.teacher(patches)

    def forward(self, mel):
        x = self.steps(mel)
        pooled = torch.cat([x.mean(2), x.amax(2)], 1)
        return self.genre(pooled), self.activity(pooled)


def count_multiply_adds(network, frames):
    """Multiply-adds of the convolutions and linear layers for one window of `frames`."""
    total = 0

    def add(layer, _, output):
        nonlocal total
        total += layer.weight.numel() * (output[0, 0].numel() if output.dim() > 2 else 1)

    layers = [m for m in network.modules() if isinstance(m, (nn.Conv1d, nn.Conv2d, nn.Linear))]
    hooks = [layer.register_forward_hook(add) for layer in layers]
    training = network.training
    with torch.no_grad():
        network.eval()(torch.zeros(1, 1, 128, frames))
    network.train(training)
    for hook in hooks:
        hook.remove()
    return total
