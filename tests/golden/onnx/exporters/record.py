"""Writes a file, and beside it what onnxruntime answers to rows: for the scripts of this folder."""

import json
import os

import onnxruntime


def plain(output):
    if isinstance(output, list) and output and isinstance(output[0], dict):
        return [[float(share) for share in row.values()] for row in output]
    return output.tolist() if hasattr(output, "tolist") else output


def cell(value):
    return None if isinstance(value, float) and value != value else value


def record(folder, name, model, feeds, asked=None):
    """`asked`: the model that answers, where `model` needs another file. Files in `refused` are not asked."""
    with open(os.path.join(folder, f"{name}.onnx"), "wb") as file:
        file.write(model.SerializeToString())
    if name.startswith("refused/"):
        return
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession((asked or model).SerializeToString(), options)
    answers = session.run(None, feeds)
    found = {
        "feeds": {
            key: {
                "type": str(values.dtype),
                "shape": list(values.shape),
                "values": [cell(value) for value in values.reshape(-1).tolist()],
            }
            for key, values in feeds.items()
        },
        "outputs": {
            port.name: plain(answer) for port, answer in zip(session.get_outputs(), answers)
        },
    }
    with open(os.path.join(folder, f"{name}.json"), "w") as file:
        json.dump(found, file)
