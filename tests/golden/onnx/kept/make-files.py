"""Writes the ONNX files of this folder, and what onnxruntime answers to a few rows. See README.md."""

import json
import os
import sys

import numpy as np
import onnx
import onnxruntime
import pandas as pd
from onnx import TensorProto, helper, numpy_helper
from skl2onnx import convert_sklearn, to_onnx
from skl2onnx.common.data_types import FloatTensorType, Int64TensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_diabetes, load_iris
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC

FOLDER = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(7)


def plain(output):
    if isinstance(output, list) and output and isinstance(output[0], dict):
        return [[float(share) for share in row.values()] for row in output]
    return output.tolist()


def save(name, model, feeds, accuracy=None):
    content = model.SerializeToString()
    with open(os.path.join(FOLDER, f"{name}.onnx"), "wb") as file:
        file.write(content)
    session = onnxruntime.InferenceSession(content)
    answers = session.run(None, feeds)
    record = {
        "accuracy": accuracy,
        "feeds": {
            key: {
                "type": str(values.dtype),
                "shape": list(values.shape),
                "values": values.reshape(-1).tolist(),
            }
            for key, values in feeds.items()
        },
        "outputs": {
            port.name: plain(answer) for port, answer in zip(session.get_outputs(), answers)
        },
    }
    with open(os.path.join(FOLDER, f"{name}.json"), "w") as file:
        json.dump(record, file)


iris = load_iris()
data = iris.data.astype(np.float32)
names = np.array(["setosa", "versicolor", "virginica"])[iris.target]
picked = data[rng.choice(150, 20, replace=False)]


def learn(name, model, target, options=None):
    model.fit(data, target)
    content = to_onnx(model, data[:1], options=options, target_opset={"": 17, "ai.onnx.ml": 3})
    # The class of the largest share, which of SVC is not always its own `predict`.
    named = model.classes_[model.predict_proba(data).argmax(1)]
    save(name, content, {"X": picked}, float((named == target).mean()))


learn("svc", SVC(probability=True, random_state=1), names)
learn("svc-two", SVC(probability=True, random_state=1), np.where(names == "setosa", "yes", "no"))
learn("neighbours", KNeighborsClassifier(5), iris.target, {"zipmap": False})

diabetes = load_diabetes()
body = diabetes.data[:60, :4].astype(np.float32)
near = KNeighborsRegressor(3).fit(body, diabetes.target[:60])
content = to_onnx(near, body[:1], target_opset={"": 17, "ai.onnx.ml": 3})
save("neighbours-number", content, {"X": body[:20] + np.float32(0.001)})

count = 150
homes = pd.DataFrame(
    {
        "age": rng.normal(40, 10, count).astype(np.float32),
        "city": rng.choice(["Rome", "Oslo", "Bern"], count),
        "rooms": rng.integers(1, 5, count),
    }
)
wish = homes.age / 10 + (homes.city == "Rome") * 2 + rng.normal(0, 1, count)
parts = [("num", StandardScaler(), ["age", "rooms"]), ("cat", OneHotEncoder(), ["city"])]
table = Pipeline([("pre", ColumnTransformer(parts)), ("model", SVC(probability=True, random_state=1, C=0.3))])
table.fit(homes, np.where(wish > 4.5, "buy", "leave"))
ports = [
    ("age", FloatTensorType([None, 1])),
    ("city", StringTensorType([None, 1])),
    ("rooms", Int64TensorType([None, 1])),
]
content = convert_sklearn(table, initial_types=ports, target_opset={"": 17, "ai.onnx.ml": 3})
rows = homes.iloc[:20]
save(
    "table",
    content,
    {
        "age": rows[["age"]].to_numpy(),
        "city": rows[["city"]].to_numpy().astype(object),
        "rooms": rows[["rooms"]].to_numpy().astype(np.int64),
    },
)


def residual():
    """x -> relu(x A + a) + x B, then three logits: a branch and an Add, with weights found by ridge regression."""
    hidden = 8
    first = rng.normal(0, 0.5, (4, hidden)).astype(np.float32)
    skip = rng.normal(0, 0.5, (4, hidden)).astype(np.float32)
    middle = np.maximum(data @ first, 0) + data @ skip
    wide = np.hstack([middle, np.ones((150, 1), np.float32)])
    gram = wide.T @ wide + 0.1 * np.eye(hidden + 1)
    last = np.linalg.solve(gram, wide.T @ np.eye(3)[iris.target] * 8).astype(np.float32)
    tensors = {"first": first, "skip": skip, "last": last[:hidden], "bias": last[hidden]}
    nodes = [
        helper.make_node("MatMul", ["x", "first"], ["a"]),
        helper.make_node("Relu", ["a"], ["b"]),
        helper.make_node("MatMul", ["x", "skip"], ["c"]),
        helper.make_node("Add", ["b", "c"], ["d"]),
        helper.make_node("MatMul", ["d", "last"], ["e"]),
        helper.make_node("Add", ["e", "bias"], ["logits"]),
    ]
    graph = helper.make_graph(
        nodes,
        "residual",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["rows", 4])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["rows", 3])],
        [numpy_helper.from_array(values, key) for key, values in tensors.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    right = (wide @ last).argmax(1) == iris.target
    save("residual", model, {"x": picked}, float(right.mean()))


residual()
