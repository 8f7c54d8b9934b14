"""Writes calibration-reference.json with scikit-learn and scipy: Platt scaling (the loss and targets of scikit-learn's
_sigmoid_calibration, whose answer is kept too, then minimised until its gradient is nothing), isotonic regression, and
the temperature of least log loss. Run by hand."""
import json
import pathlib
import numpy as np
import sklearn
import scipy
from scipy import optimize, special
from sklearn.calibration import _sigmoid_calibration
from sklearn.isotonic import IsotonicRegression

rng = np.random.default_rng(6)


def newton_platt(z, y):
    prior0, prior1 = float(np.sum(y == 0)), float(np.sum(y == 1))
    t = np.where(y == 1, (prior1 + 1) / (prior1 + 2), 1 / (prior0 + 2))
    ab = -np.array(_sigmoid_calibration(z, y))
    x = np.stack([z, np.ones_like(z)], 1)
    for _ in range(50):
        p = special.expit(x @ ab)
        ab = ab - np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x, x.T @ (p - t))
    return ab.tolist()


platt, temperature, isotonic = [], [], []
for n, slope, shift in [(12, 1, 0), (60, 0.4, 1), (300, 0.2, -2), (300, 3, 0.5)]:
    z = np.round(rng.normal(0, 3, n), 6)
    y = (rng.random(n) < special.expit(slope * z + shift)).astype(int)
    y[0], y[1] = 0, 1
    platt.append({"z": z.tolist(), "y": y.tolist(), "exact": newton_platt(z, y),
                  "sklearn": [-float(v) for v in _sigmoid_calibration(z, y)]})
    if slope < 2:
        beta = optimize.brentq(lambda b: float(np.sum((special.expit(b * z) - y) * z)), 0.01, 100, xtol=1e-15, rtol=1e-15)
        temperature.append({"classes": 2, "z": z.tolist(), "y": y.tolist(), "temperature": 1 / beta})
z = np.round(rng.normal(0, 4, (200, 4)), 6)
y = np.array([rng.choice(4, p=special.softmax(row * 0.3)) for row in z])


def slope_of(b):
    return float(np.sum(special.softmax(b * z, 1) * z) - np.sum(z[np.arange(200), y]))


beta = optimize.brentq(slope_of, 0.01, 100, xtol=1e-15, rtol=1e-15)
temperature.append({"classes": 4, "z": z.ravel().tolist(), "y": y.tolist(), "temperature": 1 / beta})
for n, digits, weighted in [(5, 6, False), (80, 6, False), (200, 2, False), (200, 2, True)]:
    x = np.round(rng.random(n), digits)
    y = (rng.random(n) < x ** 2).astype(float)
    w = np.round(rng.random(n) * 3, 3) if weighted else None
    model = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(x, y, w)
    at = np.linspace(-0.1, 1.1, 49)
    isotonic.append({"x": x.tolist(), "y": y.tolist(), "weights": None if w is None else w.tolist(),
                     "thresholds": {"x": model.X_thresholds_.tolist(), "y": model.y_thresholds_.tolist()},
                     "at": at.tolist(), "answers": model.predict(at).tolist()})
out = {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "platt": platt, "temperature": temperature, "isotonic": isotonic}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out) + "\n")
