"""Writes tree-shap-reference.json: interventional attributions by the package shap of scikit-learn's forests and
gradient boosting, beside the trees themselves. Inputs are quarters and leaf values float32, so that both sides
compute with the same numbers. The package weighs leaves in single precision: `missed` is by how much its
attributions miss the prediction that they should add up to. Run by hand with shap 0.51, scikit-learn 1.9."""
import json
import pathlib
import numpy as np
import shap
import sklearn
from sklearn.ensemble import GradientBoostingRegressor, RandomForestClassifier, RandomForestRegressor

INPUTS = 5
random = np.random.default_rng(11)
x = np.round(random.normal(0, 2, (160, INPUTS)) * 4) / 4
signal = x[:, 0] * x[:, 1] + np.where(x[:, 2] > 0, 3 * x[:, 3], -x[:, 4])
classes = np.digitize(signal, np.quantile(signal, [0.4, 0.75]))
background = x[:12]
rows = x[100:106]


def trees_of(model):
    return [each.tree_ for each in np.ravel(model.estimators_)]


def round_leaves(model):
    for tree in trees_of(model):
        tree.value[:] = tree.value.astype(np.float32).astype(np.float64)


def node_lists(tree):
    return {
        'input': np.where(tree.children_left < 0, -1, tree.feature).tolist(),
        'left': tree.children_left.tolist(),
        'right': tree.children_right.tolist(),
        'threshold': np.where(tree.children_left < 0, 0, tree.threshold).tolist(),
        'value': tree.value[:, :, :].reshape(tree.node_count, -1).tolist(),
    }


def case(name, model, y, scale):
    model.fit(x, y)
    round_leaves(model)
    explainer = shap.TreeExplainer(model, data=background, feature_perturbation='interventional')
    values = np.asarray(explainer.shap_values(rows, check_additivity=False), float)
    if values.ndim == 2:
        values = values[:, :, None]
    base = model.init_.constant_.ravel().tolist() if hasattr(model, 'init_') else [0.0] * values.shape[2]
    given = model.predict_proba(rows) if hasattr(model, 'predict_proba') else model.predict(rows)[:, None]
    missed = np.abs(values.sum(1) + explainer.expected_value - given).max()
    return {
        'name': name,
        'missed': float(missed),
        'scale': scale,
        'base': base,
        'trees': [node_lists(tree) for tree in trees_of(model)],
        'values': values.tolist(),
        'expected': np.ravel(explainer.expected_value).tolist(),
    }


cases = [
    case('regression forest', RandomForestRegressor(6, max_depth=5, random_state=1), signal, 'mean'),
    case('classification forest', RandomForestClassifier(6, max_depth=4, random_state=2), classes, 'mean'),
    case('boosting', GradientBoostingRegressor(n_estimators=10, max_depth=3, learning_rate=1.0, random_state=3), signal, 'sum'),
]
out = {
    'made': f'shap {shap.__version__}, scikit-learn {sklearn.__version__}',
    'inputs': INPUTS,
    'background': background.tolist(),
    'rows': rows.tolist(),
    'cases': cases,
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(out, separators=(',', ':')) + '\n')
