"""Writes hard-sets-reference.json: scikit-learn on the tables that `npx tsx scripts/bench/quality/write-hard-sets.ts FOLDER`
writes, with its folds. Protocol: 5-fold cross-validation; numbers imputed by the median and standardised, categories of two
rows or more one-hot (HistGradientBoosting: numbers as they are, categories as such); mean and standard deviation over folds.
Run by hand: hard-sets-reference.py FOLDER."""
import csv
import json
import pathlib
import sys
import warnings

import numpy as np
import sklearn
from sklearn.compose import make_column_transformer
from sklearn.ensemble import (HistGradientBoostingClassifier, HistGradientBoostingRegressor,
                              RandomForestClassifier, RandomForestRegressor)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, average_precision_score, mean_squared_error, roc_auc_score
from sklearn.model_selection import PredefinedSplit
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

warnings.filterwarnings('ignore')
# Name, kind of target, column of categories.
SETS = [('half_missing', 'binary', None), ('rare', 'binary', None), ('wide_number', 'number', None),
        ('wide_classes', 'binary', None), ('many_categories', 'binary', 'shop'),
        ('categories_and_steps', 'number', 'shop'), ('long_tails', 'number', None), ('three_missing', 'classes', None)]
NET = dict(hidden_layer_sizes=(64, 32), random_state=0)


def prepared(numbers, category, model):
    filled = make_pipeline(SimpleImputer(strategy='median'), StandardScaler())
    if category is None:
        return make_pipeline(filled, model)
    one_hot = OneHotEncoder(handle_unknown='infrequent_if_exist', min_frequency=2, sparse_output=False)
    return make_pipeline(make_column_transformer((filled, numbers), (one_hot, [category])), model)


def boosted(numbers, category, kind):
    if category is None:
        return kind(random_state=0)
    codes = OrdinalEncoder(handle_unknown='use_encoded_value', unknown_value=np.nan)
    columns = make_column_transformer(('passthrough', numbers), (codes, [category]))
    return make_pipeline(columns, kind(random_state=0, categorical_features=[len(numbers)]))


def models(regression, numbers, category):
    def of(model):
        return prepared(numbers, category, model)
    linear = Ridge() if regression else LogisticRegression(max_iter=2000)
    net = MLPRegressor if regression else MLPClassifier
    boosting = HistGradientBoostingRegressor if regression else HistGradientBoostingClassifier
    forest = RandomForestRegressor if regression else RandomForestClassifier
    return {'ridge' if regression else 'logistic_regression': of(linear),
            'hist_gradient_boosting': boosted(numbers, category, boosting),
            'mlp_64_32': of(net(**NET, early_stopping=True)),
            'mlp_64_32_all_rows': of(net(**NET, max_iter=300)),
            'random_forest': of(forest(200, random_state=0))}


def scores(model, x, y, kind):
    if kind == 'number':
        return {'rmse': mean_squared_error(y, model.predict(x)) ** 0.5}
    if kind == 'classes':
        return {'accuracy': accuracy_score(y, model.predict(x))}
    p = model.predict_proba(x)[:, 1]
    return {'roc_auc': roc_auc_score(y, p), 'average_precision': average_precision_score(y, p)}


def targets(kind, values):
    if kind == 'number':
        return np.array([float(value) for value in values])
    return np.array(values if kind == 'classes' else [value == 'yes' for value in values])


out = {'source': f'scikit-learn {sklearn.__version__}'}
for name, kind, category in SETS:
    head, *rows = csv.reader(open(pathlib.Path(sys.argv[1]) / f'{name}.csv'))
    place = None if category is None else head.index(category)
    numbers = [i for i in range(len(head) - 1) if i != place]
    x = np.array([[v if i == place else float(v) if v else np.nan for i, v in enumerate(row[:-1])] for row in rows],
                 dtype=float if category is None else object)
    y = targets(kind, [row[-1] for row in rows])
    split = PredefinedSplit(json.loads((pathlib.Path(sys.argv[1]) / f'{name}.folds.json').read_text()))
    binary = kind == 'binary'
    entry = {'target': 'y', 'positive': 'yes' if binary else None,
             'positive_share': float(y.mean()) if binary else None, 'models': {}}
    for label, model in models(kind == 'number', numbers, place).items():
        folds = [scores(model.fit(x[a], y[a]), x[b], y[b], kind) for a, b in split.split()]
        entry['models'][label] = {m: {'mean': float(np.mean([f[m] for f in folds])),
                                      'sd': float(np.std([f[m] for f in folds]))} for m in folds[0]}
    out[name] = entry
path = pathlib.Path(__file__).with_suffix('.json')
path.write_text(json.dumps(out, indent=2) + '\n')
