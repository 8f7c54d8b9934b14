"""A net's task in PyTorch: the same first weights, rows, order and Adam as every other runner."""

import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

CHECK_ROWS = 512


def floats(path):
    return np.fromfile(path, dtype="<f4")


def build(network, flat):
    """Weights come as [in, out] and [height, width, in, out]; values of a row as [height, width, channels]."""
    torch.set_num_threads(1)
    at = 0

    def take(*shape):
        nonlocal at
        size = int(np.prod(shape))
        at += size
        return torch.from_numpy(flat[at - size : at].reshape(shape).copy())

    def linear(inputs, outputs, image):
        layer = nn.Linear(inputs, outputs)
        kernel = take(inputs, outputs)
        if image is not None:
            height, width, channels = image
            kernel = kernel.reshape(height, width, channels, outputs).permute(2, 0, 1, 3)
        layer.weight.data = kernel.reshape(inputs, outputs).t().contiguous()
        layer.bias.data = take(outputs)
        return layer

    layers = []
    shape = list(network["input"])
    image = None
    for spec in network["layers"]:
        if spec["layer"] == "dense":
            layers += [linear(shape[0], spec["units"], image), nn.ReLU()]
            shape, image = [spec["units"]], None
        elif spec["layer"] == "conv2d":
            layer = nn.Conv2d(shape[2], spec["filters"], spec["size"])
            kernel = take(*spec["size"], shape[2], spec["filters"])
            layer.weight.data = kernel.permute(3, 2, 0, 1).contiguous()
            layer.bias.data = take(spec["filters"])
            layers += [layer, nn.ReLU()]
            shape = [n - size + 1 for n, size in zip(shape, spec["size"])] + [spec["filters"]]
        elif spec["layer"] == "pool2d":
            layers.append(nn.MaxPool2d(spec["size"], spec["stride"]))
            shape = [n // size for n, size in zip(shape, spec["size"])] + [shape[2]]
        elif spec["layer"] == "flatten":
            layers.append(nn.Flatten())
            image, shape = shape, [int(np.prod(shape))]
        else:
            raise ValueError(spec["layer"])
    layers.append(linear(shape[0], network["outputs"], image))
    return nn.Sequential(*layers)


def prepare(task, folder):
    network, batch = task["network"], task["batch"]
    read = lambda part: floats(f"{folder}/{task['name']}-{part}.f32")
    inputs = torch.from_numpy(read("inputs").reshape(task["rows"], *network["input"]))
    if len(network["input"]) == 3:
        inputs = inputs.permute(0, 3, 1, 2).contiguous()
    targets = torch.from_numpy(read("targets").astype(np.int64))
    weights = read("weights")

    def round_of(check):
        model = build(network, weights)
        adam = torch.optim.Adam(model.parameters(), lr=task["learningRate"], eps=1e-7)
        start = time.perf_counter()
        for at in range(0, task["rows"], batch):
            loss = F.cross_entropy(model(inputs[at : at + batch]), targets[at : at + batch])
            adam.zero_grad(set_to_none=True)
            loss.backward()
            adam.step()
        seconds = time.perf_counter() - start
        final = None
        if check:
            with torch.no_grad():
                logits = model(inputs[:CHECK_ROWS])
                final = F.cross_entropy(logits.double(), targets[:CHECK_ROWS]).item()
        return {"seconds": seconds, "loss": final, "auc": None}

    return round_of
