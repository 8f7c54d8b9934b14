"""Writes hard-sets-reference.json: scikit-learn on the tables that `npx tsx scripts/bench/quality/write-hard-sets.ts FOLDER`
writes, with its folds. Protocol: 5-fold cross-validation; numbers imputed by the median and standardised
(HistGradientBoosting: as they are); mean and standard deviation over folds. Run by hand: hard-sets-reference.py FOLDER."""
import csv
import json
import pathlib
import sys
import warnings

import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import average_precision_score, mean_squared_error, roc_auc_score
from sklearn.model_selection import PredefinedSplit
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings('ignore')
SETS = [('half_missing', 'yes'), ('rare', 'yes'), ('wide_number', None), ('wide_classes', 'yes')]
NET = dict(hidden_layer_sizes=(64, 32), random_state=0, early_stopping=True)


def filled(model):
    return make_pipeline(SimpleImputer(strategy='median'), StandardScaler(), model)


def models(regression):
    if regression:
        return {'ridge': filled(Ridge()),
                'hist_gradient_boosting': HistGradientBoostingRegressor(random_state=0),
                'mlp_64_32': filled(MLPRegressor(**NET))}
    return {'logistic_regression': filled(LogisticRegression(max_iter=2000)),
            'hist_gradient_boosting': HistGradientBoostingClassifier(random_state=0),
            'mlp_64_32': filled(MLPClassifier(**NET))}


def scores(model, x, y, regression):
    if regression:
        return {'rmse': mean_squared_error(y, model.predict(x)) ** 0.5}
    p = model.predict_proba(x)[:, 1]
    return {'roc_auc': roc_auc_score(y, p), 'average_precision': average_precision_score(y, p)}


out = {'source': f'scikit-learn {sklearn.__version__}'}
for name, positive in SETS:
    rows = list(csv.reader(open(pathlib.Path(sys.argv[1]) / f'{name}.csv')))[1:]
    x = np.array([[float(v) if v else np.nan for v in row[:-1]] for row in rows])
    regression = positive is None
    y = np.array([float(row[-1]) if regression else row[-1] == positive for row in rows])
    split = PredefinedSplit(json.loads((pathlib.Path(sys.argv[1]) / f'{name}.folds.json').read_text()))
    entry = {'target': 'y', 'positive': positive,
             'positive_share': None if regression else float(y.mean()), 'models': {}}
    for kind, model in models(regression).items():
        folds = [scores(model.fit(x[a], y[a]), x[b], y[b], regression) for a, b in split.split()]
        entry['models'][kind] = {m: {'mean': float(np.mean([f[m] for f in folds])),
                                     'sd': float(np.std([f[m] for f in folds]))} for m in folds[0]}
    out[name] = entry
path = pathlib.Path(__file__).with_suffix('.json')
path.write_text(json.dumps(out, indent=2) + '\n')
