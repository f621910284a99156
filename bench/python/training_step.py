"""The fastest training step of a network of bench/networks.ts in PyTorch, one thread: processor time (with --wall: by the clock) in milliseconds, and its floating-point operations.

Usage: python bench/python/training_step.py --network NAME [--seconds 4] [--wall]
"""

import argparse
import json
import time

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

CLASSES = 8


class Permuted(nn.Module):
    def __init__(self, *order):
        super().__init__()
        self.order = order

    def forward(self, x):
        return x.permute(self.order)


def classic_cnn(columns):
    steps = columns // 4 // 4
    return nn.Sequential(
        *[nn.Conv1d(1, 64, 5, padding=2), nn.ReLU(), nn.Dropout(0.1), nn.MaxPool1d(4)],
        *[nn.Conv1d(64, 128, 5, padding=2), nn.ReLU(), nn.Dropout(0.1), nn.MaxPool1d(4)],
        *[nn.Conv1d(128, 256, 5, padding=2), nn.ReLU(), nn.Dropout(0.1), nn.Flatten()],
        nn.Linear(256 * steps, CLASSES),
    )


class Excitation(nn.Module):
    def __init__(self, filters):
        super().__init__()
        self.squeeze = nn.Linear(filters, filters // 4)
        self.excite = nn.Linear(filters // 4, filters)

    def forward(self, x):
        weights = torch.sigmoid(self.excite(torch.relu(self.squeeze(x.mean((2, 3))))))
        return x * weights[:, :, None, None]


class Block(nn.Module):
    """Two convolutions and a skip; `excited` with squeeze-and-excitation."""

    def __init__(self, conv, norm, inputs, filters, strides, excited):
        super().__init__()
        layers = [
            *[conv(inputs, filters, 3, strides, 1, bias=False), norm(filters), nn.ReLU()],
            *[conv(filters, filters, 3, 1, 1, bias=False), norm(filters)],
        ]
        self.body = nn.Sequential(*layers, *([Excitation(filters)] if excited else []))
        self.skip = nn.Identity()
        if strides > 1:
            self.skip = nn.Sequential(conv(inputs, filters, 1, strides, bias=False), norm(filters))

    def forward(self, x):
        return torch.relu(self.body(x) + self.skip(x))


class Mean(nn.Module):
    def forward(self, x):
        return x.mean(-1)


class AttentiveStatistics(nn.Module):
    def __init__(self, channels, units=128):
        super().__init__()
        self.attention = nn.Linear(channels, units)
        self.weight = nn.Linear(units, channels, bias=False)

    def forward(self, x):
        weights = torch.softmax(self.weight(torch.tanh(self.attention(x))), 1)
        mean = (weights * x).sum(1)
        variance = (weights * (x - mean[:, None]) ** 2).sum(1)
        return torch.cat([mean, torch.sqrt(variance + 1e-7)], 1)


def residual_1d():
    blocks = [(32, 32, 1), (32, 32, 1), (32, 64, 2), (64, 64, 1), (64, 128, 2), (128, 128, 1)]
    return nn.Sequential(
        *[nn.Conv1d(64, 32, 5, 1, 2, bias=False), nn.BatchNorm1d(32), nn.ReLU()],
        *[Block(nn.Conv1d, nn.BatchNorm1d, *block, False) for block in blocks],
        Mean(),
        nn.Linear(128, CLASSES),
    )


def residual_2d():
    blocks = [(24, 24, 2), (24, 48, 2), (48, 96, 2)]
    return nn.Sequential(
        *[nn.Conv2d(1, 24, 5, 2, 2, bias=False), nn.BatchNorm2d(24), nn.ReLU()],
        *[Block(nn.Conv2d, nn.BatchNorm2d, *block, True) for block in blocks],
        *[Mean(), Permuted(0, 2, 1), AttentiveStatistics(96), nn.Linear(192, CLASSES)],
    )


class Recurrent(nn.Module):
    """The state after the last frame, classified."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer
        self.output = nn.Linear(layer.hidden_size, CLASSES)

    def forward(self, x):
        return self.output(self.layer(x)[0][:, -1])


class WhisperBlock(nn.Module):
    """A block of Whisper tiny's encoder, and the mean over time, classified."""

    def __init__(self, width=384, heads=6):
        super().__init__()
        self.first = nn.LayerNorm(width)
        self.attention = nn.MultiheadAttention(width, heads, batch_first=True)
        self.wide = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
        self.output = nn.Linear(width, CLASSES)

    def forward(self, x):
        normal = self.first(x)
        x = x + self.attention(normal, normal, normal, need_weights=False)[0]
        return self.output((x + self.wide(x)).mean(1))


# the network, the shape of a batch
NETWORKS = {
    "mlp": (lambda: nn.Sequential(nn.Linear(180, 300), nn.ReLU(), nn.Linear(300, CLASSES)), (256, 180)),
    "cnn": (lambda: classic_cnn(180), (32, 1, 180)),
    "cnn-193": (lambda: classic_cnn(193), (32, 1, 193)),
    "residual-1d": (residual_1d, (32, 64, 200)),
    "lstm": (lambda: Recurrent(nn.LSTM(64, 128, batch_first=True)), (32, 200, 64)),
    "gru": (lambda: Recurrent(nn.GRU(64, 128, batch_first=True)), (32, 200, 64)),
    "whisper": (WhisperBlock, (16, 150, 384)),
    "residual-2d": (residual_2d, (32, 1, 150, 80)),
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--network", required=True)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--wall", action="store_true")
    arguments = parser.parse_args()
    clock = time.perf_counter if arguments.wall else time.process_time
    torch.set_num_threads(1)
    torch.manual_seed(1)
    make, shape = NETWORKS[arguments.network]
    network = make()
    optimizer = torch.optim.Adam(network.parameters(), 1e-3)
    features = torch.randn(shape)
    targets = torch.arange(shape[0]) % CLASSES

    def step():
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(features), targets).backward()
        optimizer.step()

    with FlopCounterMode(display=False) as counter:
        step()
    step()
    best = float("inf")
    end = time.perf_counter() + arguments.seconds
    while best == float("inf") or time.perf_counter() < end:
        before = clock()
        step()
        best = min(best, 1000 * (clock() - before))
    print(json.dumps({"step": best, "flops": counter.get_total_flops()}))


main()
