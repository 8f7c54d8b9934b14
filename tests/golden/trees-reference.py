"""Writes trees-reference.json: held-out quality of scikit-learn's gradient boosting and forests on the samples
in public/samples. Every fourth row is held out. Per case the mean loss of a held-out row (log loss in
nats with probabilities held off 0 and 1 by 1e-6, or squared error) and its standard error. Run by hand."""
import json
import pathlib
import numpy as np
import pandas as pd
import sklearn
from sklearn.ensemble import (HistGradientBoostingClassifier, HistGradientBoostingRegressor,
                              RandomForestClassifier, RandomForestRegressor)

SAMPLES = pathlib.Path(__file__).resolve().parents[2] / 'public' / 'samples'
CHURN = {
    'numbers': ['age', 'monthly_fee', 'support_calls', 'logins', 'late_payments', 'satisfaction'],
    'categories': ['region', 'plan', 'contract', 'payment'],
}
CASES = [
    ('breast_cancer', 'diagnosis', 'classes', None),
    ('wine', 'cultivar', 'classes', None),
    ('digits', 'digit', 'classes', None),
    ('diabetes', 'progression', 'number', None),
    ('churn', 'left', 'classes', CHURN),
]
BOOSTING = {'rounds': 100, 'learningRate': 0.1, 'leaves': 8, 'leastRows': 10, 'l2': 1}
FOREST = {'trees': 200, 'leastRows': 3, 'columnShare': 0.3}


def read(name, target, columns):
    table = pd.read_csv(SAMPLES / f'{name}.csv', dtype=str, keep_default_na=False)
    numbers = columns['numbers'] if columns else [c for c in table.columns if c != target]
    categories = columns['categories'] if columns else []
    parts = [pd.to_numeric(table[c], errors='coerce').to_numpy(float) for c in numbers]
    for c in categories:
        codes = {text: i for i, text in enumerate(dict.fromkeys(t for t in table[c] if t != ''))}
        parts.append(np.array([codes.get(t, np.nan) for t in table[c]]))
    x = np.stack(parts, axis=1).astype(np.float32)
    return x, table[target].to_numpy(), numbers, categories


def row_losses(model, kind, x, y):
    if kind == 'number':
        return (model.predict(x) - y) ** 2
    p = model.predict_proba(x)
    own = p[np.arange(len(y)), np.searchsorted(model.classes_, y)]
    return -np.log(np.clip(own, 1e-6, 1 - 1e-6))


def models(kind, numbers, categories):
    boosted = dict(max_iter=BOOSTING['rounds'], learning_rate=BOOSTING['learningRate'],
                   max_leaf_nodes=BOOSTING['leaves'], min_samples_leaf=BOOSTING['leastRows'],
                   l2_regularization=BOOSTING['l2'], early_stopping=False, max_bins=255,
                   categorical_features=[i >= len(numbers) for i in range(len(numbers) + len(categories))])
    grown = dict(n_estimators=FOREST['trees'], min_samples_leaf=FOREST['leastRows'],
                 max_features=FOREST['columnShare'], random_state=0)
    if kind == 'number':
        return {'trees': HistGradientBoostingRegressor(**boosted), 'forest': RandomForestRegressor(**grown)}
    return {'trees': HistGradientBoostingClassifier(**boosted), 'forest': RandomForestClassifier(**grown)}


cases = []
for name, target, kind, columns in CASES:
    x, y, numbers, categories = read(name, target, columns)
    y = y.astype(float) if kind == 'number' else y
    held = np.arange(len(y)) % 4 == 3
    for model_kind, model in models(kind, numbers, categories).items():
        if model_kind == 'forest' and columns:
            continue  # scikit-learn's forests know neither categories nor missing values
        model.fit(x[~held], y[~held])
        losses = row_losses(model, kind, x[held], y[held])
        cases.append({
            'sample': name, 'target': target, 'kind': kind, 'model': model_kind,
            'numbers': numbers, 'categories': categories, 'rows': int(held.sum()),
            'loss': float(losses.mean()), 'standardError': float(losses.std(ddof=1) / np.sqrt(len(losses))),
        })
out = {'source': f'scikit-learn {sklearn.__version__}', 'boosting': BOOSTING, 'forest': FOREST, 'cases': cases}
path = pathlib.Path(__file__).with_name('trees-reference.json')
path.write_text(json.dumps(out, indent=1) + '\n')
