"""Writes the `torch-*.onnx` files of this folder, by the exporter of PyTorch 1.13 (Debian's python3-torch). See README.md."""

import os
import sys

import torch
from torch import nn

FOLDER = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
os.makedirs(os.path.join(FOLDER, "refused"), exist_ok=True)
torch.manual_seed(3)


class Silu(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Linear(4, 5), nn.Linear(5, 3)

    def forward(self, x):
        return torch.softmax(self.second(nn.functional.silu(self.first(x))), 1)


class Images(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(1, 4, 3)
        self.second = nn.Conv2d(4, 4, 3, padding=1, groups=4)
        self.norm = nn.BatchNorm2d(4)
        self.last = nn.Linear(4 * 3 * 3, 3)
        self.norm.running_mean.uniform_(-0.5, 0.5)
        self.norm.running_var.uniform_(0.5, 2)

    def forward(self, x):
        x = torch.max_pool2d(torch.relu(self.norm(self.first(x))), 2)
        x = torch.relu(self.second(x))
        return self.last(x.view(x.size(0), -1))


def dense(*inner):
    return nn.Sequential(nn.Linear(4, 6), *inner)


MODELS = {
    "torch-mlp-logits": (dense(nn.LeakyReLU(), nn.Linear(6, 3)), (4,)),
    "torch-binary": (dense(nn.SELU(), nn.Linear(6, 1), nn.Sigmoid()), (4,)),
    "torch-gelu-tanh": (dense(nn.GELU("tanh"), nn.Linear(6, 1)), (4,)),
    "torch-relu6": (dense(nn.ReLU6(), nn.Linear(6, 5), nn.Hardtanh(), nn.Linear(5, 1)), (4,)),
    "torch-silu": (Silu(), (4,)),
    "torch-cnn": (Images(), (1, 8, 8)),
    "torch-cnn1d": (
        nn.Sequential(
            nn.Conv1d(2, 3, 3, padding=1),
            nn.ReLU(),
            nn.AdaptiveAvgPool1d(1),
            nn.Flatten(),
            nn.Linear(3, 2),
            nn.LogSoftmax(1),
        ),
        (2, 7),
    ),
    "torch-avg": (
        nn.Sequential(
            nn.Conv2d(2, 3, 3),
            nn.ReLU6(),
            nn.AvgPool2d(2),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
            nn.Linear(3, 1),
        ),
        (2, 8, 8),
    ),
    "refused/torch-gelu": (dense(nn.GELU(), nn.Linear(6, 1)), (4,)),
    "refused/torch-lstm": (nn.LSTM(3, 2, batch_first=True), (5, 3)),
}

for name, (model, shape) in MODELS.items():
    model.eval()
    torch.onnx.export(
        model,
        torch.randn(2, *shape),
        os.path.join(FOLDER, f"{name}.onnx"),
        input_names=["x"],
        output_names=["y"],
        dynamic_axes={"x": {0: "n"}, "y": {0: "n"}},
        opset_version=16,
    )
