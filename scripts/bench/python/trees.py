"""Boosted trees for two classes by scikit-learn, on the rows that the other side made."""

import time

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import log_loss, roc_auc_score


def prepare(task, folder):
    width = task["inputs"]

    def read(part, columns=None):
        values = np.fromfile(f"{folder}/{task['name']}-{part}.f32", dtype="<f4")
        return values.reshape(-1, columns).astype(np.float64) if columns else values

    train, targets = read("train-inputs", width), read("train-targets")
    held, truth = read("held-inputs", width), read("held-targets")
    settings = task["settings"]
    categorical = np.array(task["categories"]) > 0

    def round_of(check):
        model = HistGradientBoostingClassifier(
            max_iter=settings["trees"],
            max_leaf_nodes=settings["leaves"],
            learning_rate=settings["learningRate"],
            min_samples_leaf=settings["leastRows"],
            l2_regularization=settings["l2"],
            max_bins=settings["bins"],
            categorical_features=categorical if categorical.any() else None,
            early_stopping=False,
        )
        start = time.perf_counter()
        model.fit(train, targets)
        seconds = time.perf_counter() - start
        if not check:
            return {"seconds": seconds, "loss": None, "auc": None}
        return {
            "seconds": seconds,
            "loss": log_loss(targets, model.predict_proba(train)),
            "auc": roc_auc_score(truth, model.predict_proba(held)[:, 1]),
        }

    return round_of
