"""Rows through scikit-learn's models to probabilities: a net of given weights, or trees grown here."""

import time
import warnings

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

FIRST = 1000


def net(task, read):
    """Fitted for its shape only, then given the weights; float32 throughout, which is its quickest."""
    hidden = task["hidden"]
    rows = read("inputs").reshape(-1, task["inputs"])
    model = MLPClassifier(hidden_layer_sizes=hidden, max_iter=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(rows[:200], np.arange(200) % 2)
    flat = read("weights")
    sizes = [task["inputs"], *hidden, 1]
    at = 0
    for layer, (before, after) in enumerate(zip(sizes, sizes[1:])):
        model.coefs_[layer] = flat[at : at + before * after].reshape(before, after).copy()
        at += before * after
        model.intercepts_[layer] = flat[at : at + after].copy()
        at += after
    return model, rows


def trees(task, read):
    rows = read("inputs").reshape(-1, task["inputs"]).astype(np.float64)
    settings = task["settings"]
    model = HistGradientBoostingClassifier(
        max_iter=settings["trees"],
        max_depth=settings["depth"],
        max_leaf_nodes=settings["leaves"],
        learning_rate=settings["learningRate"],
        min_samples_leaf=settings["leastRows"],
        l2_regularization=settings["l2"],
        max_bins=settings["bins"],
        early_stopping=False,
    )
    train = read("train-inputs").reshape(-1, task["inputs"]).astype(np.float64)
    model.fit(train, read("train-targets"))
    return model, rows


def prepare(task, folder):
    read = lambda part: np.fromfile(f"{folder}/{part}.f32", dtype="<f4")
    model, rows = (net if task["model"] == "mlp" else trees)(task, read)

    def round_of(check):
        start = time.perf_counter()
        probabilities = model.predict_proba(rows)
        seconds = time.perf_counter() - start
        return {"seconds": seconds, "first": [float(p) for p in probabilities[:FIRST, 1]]}

    return round_of
