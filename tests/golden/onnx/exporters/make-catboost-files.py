"""Writes the `catboost-*` files of this folder, by CatBoost itself. See README.md."""

import os
import sys
import tempfile

import numpy as np
import onnx
from catboost import CatBoostClassifier, CatBoostRegressor
from sklearn.datasets import load_diabetes, load_iris

from record import record

FOLDER = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(5)
iris, diabetes = load_iris(), load_diabetes()
PICKED = rng.permutation(150)[:20]
flowers, patients = iris.data.astype(np.float32), diabetes.data.astype(np.float32)
settings = {
    "iterations": 5,
    "depth": 3,
    "random_seed": 3,
    "thread_count": 1,
    "verbose": False,
    "allow_writing_files": False,
}


def save(name, model, rows):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.onnx")
        model.save_model(path, format="onnx")
        content = onnx.load(path)
    # Lines about how and by whom it was built.
    content.ClearField("producer_version")
    record(FOLDER, f"catboost-{name}", content, {"features": rows})


names = np.array(["setosa", "versicolor", "virginica"])[iris.target]
save("names", CatBoostClassifier(**settings).fit(flowers, names), flowers[PICKED])
two = np.where(iris.target == 1, "yes", "no")
save("binary", CatBoostClassifier(**settings).fit(flowers, two), flowers[PICKED])
save("number", CatBoostRegressor(**settings).fit(patients, diabetes.target), patients[PICKED])
gaps = flowers.copy()
gaps[rng.random(gaps.shape) < 0.15] = np.nan
save("missing", CatBoostClassifier(nan_mode="Max", **settings).fit(gaps, iris.target), gaps[PICKED])
