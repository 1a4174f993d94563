"""The systems that papers on this subject build, as networks: views of a window in, logits out."""
import torch
from torch import nn

import descriptors
import teacher
from network import GenreNetwork
from targets import linear_classifier
from views import DESCRIPTORS, EMBEDDING, MEL


class Standardised(nn.Module):
    """[n, d] less its mean over the training side, by its deviation."""

    def __init__(self, width):
        super().__init__()
        self.register_buffer("mean", torch.zeros(width))
        self.register_buffer("deviation", torch.ones(width))

    def fit(self, rows):
        """rows [n, d]."""
        self.mean.copy_(rows.mean(0))
        self.deviation.copy_(rows.std(0) + 1e-6)

    def forward(self, x):
        return (x - self.mean) / self.deviation


class Ann(nn.Sequential):
    """Dense layers on mean and variance of MFCC, centroid, bandwidth, zero crossings and contrast."""
    view = DESCRIPTORS

    def fit(self, rows):
        self[0].fit(rows)

    def __init__(self, genres):
        super().__init__(Standardised(2 * descriptors.COUNT), nn.Linear(2 * descriptors.COUNT, 256), nn.ReLU(),
                         nn.Dropout(0.3), nn.Linear(256, 128), nn.ReLU(), nn.Dropout(0.3), nn.Linear(128, genres))


def _convolution(*arguments):
    """A convolution, normalised, rectified."""
    layer = nn.Conv2d(*arguments, bias=False)
    return layer, nn.BatchNorm2d(layer.out_channels), nn.ReLU()


class Cnn(nn.Sequential):
    """Four convolutions, the first with a stride, each normalised and pooled; then dense layers with dropout."""
    view = MEL

    def __init__(self, genres):
        layers, channels = [], (1, 16, 32, 64, 128)
        for before, after in zip(channels, channels[1:]):
            layers += [*_convolution(before, after, 3, 2 if before == 1 else 1, 1), nn.MaxPool2d(2)]
        super().__init__(*layers, nn.Flatten(), nn.Dropout(0.4), nn.Linear(128 * 4 * 5, 64), nn.ReLU(),  # 128 / 32 x 172 / 32
                         nn.Dropout(0.4), nn.Linear(64, genres))


class TimeFrequencyCnn(nn.Module):
    """Long kernels along time beside tall ones along frequency, joined and followed by plain convolutions."""
    view = MEL

    def __init__(self, genres):
        super().__init__()
        self.time = nn.Sequential(*_convolution(1, 16, (1, 33), (4, 2), (0, 16)), nn.MaxPool2d(2))
        self.frequency = nn.Sequential(*_convolution(1, 16, (33, 1), (2, 4), (16, 0)), nn.MaxPool2d((4, 1)))
        self.joined = nn.Sequential(  # 16 x 43
            *_convolution(32, 64, 3, 1, 1), nn.MaxPool2d(2), *_convolution(64, 64, 3, 1, 1), nn.MaxPool2d(2),
            nn.Flatten(), nn.Dropout(0.4), nn.Linear(64 * 4 * 10, genres))

    def forward(self, mel):
        return self.joined(torch.cat([self.time(mel), self.frequency(mel)], 1))


class Transfer(nn.Sequential):
    """A linear head on mean and deviation of the teacher's embeddings."""
    view = EMBEDDING
    decay = 0.03  # the better of 0.003 and 0.03 on the held-out side, which flatters this system

    def __init__(self, genres):
        super().__init__(Standardised(2 * teacher.EMBEDDING), nn.Linear(2 * teacher.EMBEDDING, genres))

    def solve(self, rows, genres):
        """A convex problem: solved, not trained. rows [n, d], genres [n]."""
        self[0].fit(rows)
        weights, bias = linear_classifier(self[0](rows).numpy(), genres, self[1].out_features, self.decay)
        self[1].weight.data = torch.from_numpy(weights.T.copy())
        self[1].bias.data = torch.from_numpy(bias)


class LabelsOnly(nn.Module):
    """The product's own architecture, taught by the labels alone: what is left without teacher and other music."""
    view = MEL

    def __init__(self, genres):
        super().__init__()
        self.network = GenreNetwork(genres=genres)

    def forward(self, mel):
        return self.network.embed(mel)[0]


NETWORKS = {"ann": Ann, "cnn": Cnn, "time-frequency-cnn": TimeFrequencyCnn, "transfer": Transfer,
            "livegenre-labels": LabelsOnly}
