"""Writes the `dynamo-*` files of this folder, by `torch.onnx.export(dynamo=True)`. See README.md."""

import os
import sys
import tempfile

import numpy as np
import onnx
import torch
from sklearn.datasets import load_diabetes, load_iris
from torch import nn

from record import record

FOLDER = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
for inner in ("kept", "refused"):
    os.makedirs(os.path.join(FOLDER, inner), exist_ok=True)
torch.manual_seed(3)
rng = np.random.default_rng(5)
iris, diabetes = load_iris(), load_diabetes()
PICKED = rng.permutation(150)[:20]
flowers, patients = iris.data.astype(np.float32), diabetes.data.astype(np.float32)
some, sick = flowers[PICKED], patients[PICKED]
species = iris.target.astype(np.int64)
scaled = ((diabetes.target - 152) / 77).astype(np.float32)[:, None]


def drawn(*shape):
    """Numbers that are written in few digits."""
    return (np.round(rng.normal(0, 1.5, shape) * 16) / 16).astype(np.float32)


def trained(model, data, target, loss=None, steps=150):
    x, y = torch.tensor(data), torch.tensor(target)
    loss = loss or nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    model.train()
    for _ in range(steps):
        optimizer.zero_grad()
        loss(model(x), y).backward()
        optimizer.step()
    return model.eval()


def without_traces(model):
    """The exporter writes from which lines of which files each operator came: of no use here, and a path of a machine."""
    for part in [model.graph, *model.graph.node, *model.graph.value_info]:
        del part.metadata_props[:]
        part.ClearField("doc_string")
    return model


def exported(model, rows, data=False, **options):
    settings = {
        "dynamo": True,
        "input_names": ["x"],
        "output_names": ["y"],
        "dynamic_shapes": ({0: torch.export.Dim("rows")},),
        "external_data": data,
        "verbose": False,
        **options,
    }
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "dynamo-data.onnx")
        torch.onnx.export(model.eval(), (torch.tensor(rows[:2]),), path, **settings)
        whole = onnx.load(path)
        if not data:
            return without_traces(whole), whole
        with open(f"{path}.data", "rb") as file:
            numbers = file.read()
        with open(os.path.join(FOLDER, "dynamo-data.onnx.data"), "wb") as file:
            file.write(numbers)
        return without_traces(onnx.load(path, load_external_data=False)), whole


def save(name, model, rows, **options):
    content, whole = exported(model, rows, **options)
    record(FOLDER, name, content, {whole.graph.input[0].name: rows}, whole)


class Shares(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return torch.softmax(self.inner(x), dim=-1)


class Images(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(1, 4, 3)
        self.norm = nn.BatchNorm2d(4)
        self.second = nn.Conv2d(4, 4, 3, padding=1, groups=4)
        self.last = nn.Linear(4 * 3 * 3, 3)
        self.norm.running_mean.uniform_(-0.5, 0.5)
        self.norm.running_var.uniform_(0.5, 2)

    def forward(self, x):
        x = torch.max_pool2d(torch.relu(self.norm(self.first(x))), 2)
        x = torch.relu(self.second(x))
        return self.last(x.view(x.size(0), -1))


class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.table, self.last = nn.Embedding(12, 4), nn.Linear(4, 3)

    def forward(self, x):
        return self.last(self.table(x).mean(dim=1))


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second, self.last = nn.Linear(4, 6), nn.Linear(6, 6), nn.Linear(6, 3)

    def forward(self, x):
        x = torch.relu(self.first(x))
        return self.last(x + torch.relu(self.second(x)))


class Squeezed(nn.Module):
    """Answers [rows], as regressions by hand often do, of inputs that it scales itself."""

    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.tensor(patients.mean(0)))
        self.register_buffer("deviation", torch.tensor(patients.std(0)))
        self.inner = nn.Sequential(nn.Linear(10, 8), nn.Tanh(), nn.Linear(8, 1))

    def forward(self, x):
        return self.inner((x - self.mean) / self.deviation).squeeze(-1) * 77 + 152


def mlp(*inner):
    return nn.Sequential(nn.Linear(4, 8), *inner)


def classes(activation):
    return trained(mlp(activation, nn.Linear(8, 3)), flowers, species)


save("dynamo-softmax", Shares(classes(nn.ReLU())), some)
save("dynamo-data", Shares(trained(mlp(nn.ReLU(), nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3)), flowers, species)), some, data=True)
save("dynamo-float64", Shares(classes(nn.ReLU6())).double(), some.astype(np.float64))
save("dynamo-opset25", Shares(classes(nn.Sequential(nn.SiLU(), nn.LayerNorm(8)))), some, opset_version=25)
save("dynamo-softplus", classes(nn.Softplus()), some)
save("dynamo-celu", classes(nn.CELU(0.5)), some)
save("dynamo-hardtanh", classes(nn.Hardtanh()), some)
two = (species == 1).astype(np.float32)[:, None]
yes = trained(mlp(nn.SiLU(), nn.Linear(8, 1)), flowers, two, nn.BCEWithLogitsLoss())
save("dynamo-binary", nn.Sequential(yes, nn.Sigmoid()), some)
normed = nn.Sequential(nn.Linear(10, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.1), nn.Linear(8, 1))
save("dynamo-batch-norm", trained(normed, patients, scaled, nn.MSELoss()), sick)
layered = nn.Sequential(nn.Linear(10, 8), nn.LayerNorm(8), nn.ReLU6(), nn.Linear(8, 1))
save("dynamo-layer-norm", trained(layered, patients, scaled, nn.MSELoss()), sick)
save("dynamo-squeezed", Squeezed(), sick)
pixels = drawn(20, 1, 8, 8)
save("dynamo-cnn", Images(), pixels)
line = nn.Sequential(
    nn.Conv1d(1, 3, 3, padding="same"),
    nn.ReLU(),
    nn.MaxPool1d(2),
    nn.Conv1d(3, 4, 3, stride=2),
    nn.Tanh(),
    nn.AdaptiveAvgPool1d(1),
    nn.Flatten(),
    nn.Linear(4, 2),
    nn.LogSoftmax(1),
)
save("dynamo-cnn1d", line, drawn(20, 1, 12))
save("dynamo-words", Words(), rng.integers(0, 12, (20, 5)))
save("kept/dynamo-residual", Residual(), some)
save("kept/dynamo-gelu", classes(nn.GELU()), some)
save("kept/dynamo-mish", classes(nn.Mish()), some)
series = drawn(20, 5, 3)
save("refused/dynamo-lstm", nn.LSTM(3, 2, batch_first=True), series, output_names=None)
