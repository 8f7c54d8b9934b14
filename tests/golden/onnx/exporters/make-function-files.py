"""
Writes the `torch-*.onnx` files of this folder, by the exporter of PyTorch 1.13 (Debian's python3-torch): modules as functions of the
file, and a layer normalisation that is spelled out. `ask-function-files.py` asks them. See README.md.
"""

import os
import sys

import torch
from torch import nn

FOLDER = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
torch.manual_seed(3)


class Block(nn.Module):
    def __init__(self, before, after):
        super().__init__()
        self.first, self.act, self.second = nn.Linear(before, 6), nn.ELU(0.7), nn.Linear(6, after)

    def forward(self, x):
        return self.second(self.act(self.first(x)))


def save(name, model, opset, **options):
    torch.onnx.export(
        model.eval(),
        torch.randn(2, 4),
        os.path.join(FOLDER, f"{name}.onnx"),
        input_names=["x"],
        output_names=["y"],
        dynamic_axes={"x": {0: "n"}, "y": {0: "n"}},
        opset_version=opset,
        **options,
    )


blocks = nn.Sequential(Block(4, 5), nn.ELU(0.3), Block(5, 3), nn.Softmax(1))
save("torch-functions", blocks, 15, export_modules_as_functions={Block, nn.ELU})
norm = nn.LayerNorm(6)
nn.init.uniform_(norm.weight, 0.5, 2)
nn.init.uniform_(norm.bias, -1, 1)
save("torch-layer-norm", nn.Sequential(nn.Linear(4, 6), norm, nn.Tanh(), nn.Linear(6, 1)), 13)
