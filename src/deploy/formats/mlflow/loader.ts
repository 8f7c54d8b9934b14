/**
 * What MLflow imports to run the model: Python, as it stands in the folder. It holds nothing of a model; columns and
 * classes are read from columns.json.
 */
export const LOADER_MODULE = 'loam_model';

export const LOADER_PY = `"""Runs model.onnx for MLflow: a DataFrame of raw rows in, a DataFrame of answers out."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
import pandas as pd

EPOCH = pd.Timestamp(0, tz="UTC")
MILLISECOND = pd.Timedelta(milliseconds=1)


def text_of(cell):
    """A category as text: empty for a missing one, booleans in lower case, whole numbers without a point."""
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return ""
    if isinstance(cell, (bool, np.bool_)):
        return "true" if cell else "false"
    if isinstance(cell, (float, np.floating)):
        if np.isnan(cell):
            return ""
        return str(int(cell)) if float(cell).is_integer() else repr(float(cell))
    return str(cell)


def milliseconds_of(column):
    """Dates as milliseconds since 1970 UTC; numbers are taken for milliseconds already."""
    if pd.api.types.is_numeric_dtype(column):
        return column.astype("float64")
    return (pd.to_datetime(column, errors="coerce", utc=True) - EPOCH) / MILLISECOND


def tensor_of(column, kind):
    """[rows, 1], as the graph takes it."""
    if kind == "datetime":
        values = milliseconds_of(column).to_numpy(dtype=np.float64, na_value=np.nan)
    elif kind in ("number", "integer"):
        numbers = pd.to_numeric(column, errors="coerce")
        values = numbers.to_numpy(dtype=np.float64, na_value=np.nan)
    else:
        values = np.array([text_of(cell) for cell in column], dtype=object)
    return values.reshape(-1, 1)


class Model:
    def __init__(self, path):
        described = json.loads((path.parent / "columns.json").read_text(encoding="utf-8"))
        self.columns = described["columns"]
        self.outputs = described["outputs"]
        self.classes = described["classes"]
        self.session = onnxruntime.InferenceSession(
            str(path), providers=["CPUExecutionProvider"]
        )

    def predict(self, data, params=None):
        rows = data if isinstance(data, pd.DataFrame) else pd.DataFrame(data)
        missing = pd.Series([None] * len(rows), index=rows.index, dtype=object)
        feeds = {
            column["input"]: tensor_of(rows.get(column["name"], missing), column["type"])
            for column in self.columns
        }
        answers = self.session.run(list(self.outputs.values()), feeds)
        named = dict(zip(self.outputs, answers))
        if self.classes is None:
            numbers = {name: answer.ravel() for name, answer in named.items()}
            return pd.DataFrame(numbers, index=rows.index)
        table = {"label": named["label"]}
        for at, name in enumerate(self.classes):
            table["probability of " + name] = named["probabilities"][:, at].astype(np.float64)
        if "set" in named:
            for at, name in enumerate(self.classes):
                table["set holds " + name] = named["set"][:, at]
        return pd.DataFrame(table, index=rows.index)


def _load_pyfunc(path):
    return Model(Path(path))
`;
