"""Writes the ONNX files of this folder, and what onnxruntime answers to a few rows. See README.md."""

import json
import os
import sys
import warnings

import lightgbm as lgb
import numpy as np
import onnxruntime
import pandas as pd
import xgboost as xgb
from onnxmltools import convert_lightgbm, convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType as Floats
from skl2onnx import convert_sklearn, to_onnx
from skl2onnx.common.data_types import FloatTensorType, Int64TensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_diabetes, load_iris
from sklearn.decomposition import PCA
from sklearn.ensemble import (
    GradientBoostingClassifier,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import (
    MinMaxScaler,
    OneHotEncoder,
    OrdinalEncoder,
    PolynomialFeatures,
    StandardScaler,
)
from sklearn.svm import SVC, LinearSVC

warnings.filterwarnings("ignore")
FOLDER = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
os.makedirs(os.path.join(FOLDER, "refused"), exist_ok=True)
rng = np.random.default_rng(5)


def plain(output):
    if isinstance(output, list) and output and isinstance(output[0], dict):
        return [[float(share) for share in row.values()] for row in output]
    return output.tolist() if hasattr(output, "tolist") else output


def cell(value):
    return None if isinstance(value, float) and value != value else value


def save(name, model, feeds):
    content = model.SerializeToString()
    with open(os.path.join(FOLDER, f"{name}.onnx"), "wb") as file:
        file.write(content)
    if feeds is None:
        return
    session = onnxruntime.InferenceSession(content)
    answers = session.run(None, feeds)
    record = {
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
    with open(os.path.join(FOLDER, f"{name}.json"), "w") as file:
        json.dump(record, file)


iris = load_iris()
flowers = iris.data.astype(np.float32)
species = iris.target
named = np.array(iris.target_names)[species]
is_one = (species == 1).astype(int)
diabetes = load_diabetes()
patients, progress = diabetes.data.astype(np.float32), diabetes.target
asked = flowers[rng.choice(150, 20)] + rng.normal(0, 0.4, (20, 4)).astype(np.float32)


def learn(name, model, rows=flowers, target=named, feed=asked, **options):
    model.fit(rows, target)
    save(name, to_onnx(model, rows[:1], **options), None if feed is None else {"X": feed})


without_map = LogisticRegression()
learn("logreg-multi", LogisticRegression(max_iter=500))
learn(
    "logreg-binary-names",
    without_map,
    target=np.where(is_one == 1, "yes", "no"),
    options={id(without_map): {"zipmap": False}},
)
learn("one-vs-rest", OneVsRestClassifier(LogisticRegression()))
learn("mlp-binary", MLPClassifier((6,), max_iter=300, random_state=1), target=is_one)
learn("mlp-multi", MLPClassifier((6, 5), activation="tanh", max_iter=300, random_state=1))
learn("pca", make_pipeline(StandardScaler(), PCA(2), LogisticRegression()))
learn("minmax-logreg", make_pipeline(MinMaxScaler(), LogisticRegression()))
learn("linreg", LinearRegression(), patients, progress, patients[:20])
learn("linearsvc", LinearSVC())
learn("rf", RandomForestClassifier(5, max_depth=4, random_state=0))
learn("rf-binary", RandomForestClassifier(5, max_depth=3, random_state=0), target=is_one)
learn(
    "rf-reg",
    RandomForestRegressor(5, max_depth=3, random_state=0),
    patients,
    progress,
    patients[:20],
)
learn("gb-multi", GradientBoostingClassifier(n_estimators=4, max_depth=2, random_state=0))
learn(
    "tree-ml5",
    RandomForestClassifier(3, max_depth=3, random_state=0),
    target_opset={"": 21, "ai.onnx.ml": 5},
)
learn(
    "refused/poly",
    make_pipeline(PolynomialFeatures(2), LogisticRegression(max_iter=300)),
    feed=None,
)
learn("refused/svc", SVC(probability=True), feed=None)

count = 150
homes = pd.DataFrame(
    {
        "age": rng.normal(40, 10, count).astype(np.float32),
        "income": rng.normal(3, 1, count).astype(np.float32),
        "city": rng.choice(["Rome", "Oslo", "Bern"], count),
        "size": rng.choice(["S", "M", "L"], count),
        "rooms": rng.integers(1, 5, count),
    }
)
wish = homes.age / 10 + (homes.city == "Rome") * 2 + rng.normal(0, 1, count)
decision = np.where(wish > 4.5, "buy", "leave")
PORTS = {"age": FloatTensorType, "income": FloatTensorType, "rooms": Int64TensorType}


def learn_table(name, model, numbers, encoder=None, rooms=True):
    encoder = encoder or OneHotEncoder(handle_unknown="ignore")
    parts = [("num", numbers, ["age", "income"]), ("cat", encoder, ["city", "size"])]
    if rooms:
        parts.append(("int", StandardScaler(), ["rooms"]))
    table = homes if rooms else homes.drop(columns="rooms")
    pipeline = Pipeline([("pre", ColumnTransformer(parts)), ("model", model)])
    pipeline.fit(table, decision)
    ports = [(name, PORTS.get(name, StringTensorType)([None, 1])) for name in table.columns]
    rows = table.iloc[:20].copy()
    if isinstance(encoder, OneHotEncoder) and encoder.handle_unknown == "ignore":
        rows.iloc[3, 2] = "Paris"
    feeds = {}
    for column in rows.columns:
        values = rows[[column]].to_numpy()
        numeric = column in ("age", "income")
        kept = column == "rooms"
        feeds[column] = values if kept else values.astype(np.float32 if numeric else object)
    save(name, convert_sklearn(pipeline, "model", ports), feeds)


learn_table("table-logreg", LogisticRegression(), make_pipeline(SimpleImputer(), StandardScaler()))
learn_table("table-rf", RandomForestClassifier(4, max_depth=3, random_state=0), "passthrough")
learn_table(
    "table-gb-ordinal",
    GradientBoostingClassifier(n_estimators=4, max_depth=2, random_state=0),
    StandardScaler(),
    OrdinalEncoder(),
    rooms=False,
)
learn_table(
    "table-mlp",
    MLPClassifier((4,), max_iter=200, random_state=0),
    MinMaxScaler(),
    OneHotEncoder(drop="first"),
    rooms=False,
)


def boost(name, model, convert, rows, target, feed):
    model.fit(rows, target)
    feed = feed.copy()
    feed[2, 1] = np.nan
    ports = [("X", Floats([None, rows.shape[1]]))]
    save(name, convert(model, initial_types=ports), {"X": feed})


small = {"n_estimators": 5, "max_depth": 2}
boost("xgb-binary", xgb.XGBClassifier(**small), convert_xgboost, flowers, is_one, asked)
poisson = xgb.XGBRegressor(objective="count:poisson", **small)
boost("xgb-poisson", poisson, convert_xgboost, patients, progress, patients[:20])
few = {"n_estimators": 5, "num_leaves": 4, "verbose": -1}
boost("lgb-binary", lgb.LGBMClassifier(**few), convert_lightgbm, flowers, is_one, asked)
boost("lgb-multi", lgb.LGBMClassifier(**few), convert_lightgbm, flowers, species, asked)
forest = lgb.LGBMRegressor(boosting_type="rf", bagging_freq=1, bagging_fraction=0.7, **few)
boost("lgb-rf", forest, convert_lightgbm, patients, progress, patients[:20])
